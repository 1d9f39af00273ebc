package io.jobledger.flink.rescaling;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.http.HttpMethod;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes the engine calls of a rescaling. Every method blocks until the answer, at most 10 s, then throws 504. */
final class RescalingCalls {
    private static final long PATIENCE_SECONDS = 10;

    private final EngineClient client;
    private final Json json;

    RescalingCalls(EngineClient client, Json json) {
        this.client = client;
        this.json = json;
    }

    /** Returns the job, from a cache that the engine keeps for 3 s. */
    EngineAnswer job(EngineSession session, String jobId) {
        return wait(client.get(session, "/jobs/" + jobId));
    }

    /** Returns the job's current requirements, by a read that is not shared. */
    EngineAnswer requirements(EngineSession session, String jobId) {
        return wait(client.getAnew(session, target(jobId)));
    }

    EngineAnswer require(EngineSession session, String jobId, Requirements requirements) {
        return wait(client.exchange(session, HttpMethod.PUT, target(jobId), null, json.write(requirements.document())));
    }

    private static String target(String jobId) {
        return "/jobs/" + jobId + "/resource-requirements";
    }

    private static EngineAnswer wait(CompletionStage<EngineAnswer> answer) {
        try {
            return answer.toCompletableFuture()
                    .copy()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw ApiException.timedOut("The Flink cluster did not answer in time.", EngineCalls.RETRY_AFTER);
            }
            throw e;
        }
    }
}
