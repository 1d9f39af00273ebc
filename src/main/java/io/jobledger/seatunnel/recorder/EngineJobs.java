package io.jobledger.seatunnel.recorder;

import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.http.Json;
import io.jobledger.seatunnel.JobDocument;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the engine for its jobs. Each call blocks until the engine answers. */
@Singleton
public final class EngineJobs {
    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final long ANSWER_SECONDS = 30;

    private final EngineClient client;
    private final Json json;

    EngineJobs(EngineClient client, Json json) {
        this.client = client;
        this.json = json;
    }

    /** Returns the running jobs; for a moment also some that have ended. */
    List<JobDocument> running(EngineSession session) throws IOException, InterruptedException {
        return list(session, "running-jobs");
    }

    /** Returns the ended jobs that the engine has not forgotten, in its order. */
    List<JobDocument> ended(EngineSession session) throws IOException, InterruptedException {
        return list(session, "finished-jobs");
    }

    /** Returns one job; without a status if the engine does not know it. */
    JobDocument job(EngineSession session, String jobId) throws IOException, InterruptedException {
        // All versions know this older name of the call.
        return new JobDocument(ask(session, "running-job/" + jobId));
    }

    private List<JobDocument> list(EngineSession session, String call) throws IOException, InterruptedException {
        List<JobDocument> jobs = new ArrayList<>();
        for (JsonNode job : ask(session, call).values()) {
            jobs.add(new JobDocument(job));
        }
        return jobs;
    }

    private JsonNode ask(EngineSession session, String call) throws IOException, InterruptedException {
        try {
            EngineAnswer answer =
                    client.getAnew(session, MAPS + call).toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (!answer.ok()) {
                throw new IOException("The engine answered " + call + " with status " + answer.status());
            }
            return json.read(answer.body());
        } catch (UncheckedIOException e) {
            throw new IOException("The engine's answer to " + call + " is " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new IOException("The engine did not answer " + call + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("The engine did not answer " + call + " within " + ANSWER_SECONDS + " s", e);
        }
    }
}
