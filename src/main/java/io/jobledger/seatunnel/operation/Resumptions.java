package io.jobledger.seatunnel.operation;

import io.jobledger.cluster.Retries;
import io.jobledger.http.ApiException;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Submits jobs that go on from a savepoint. The engine says that a job has ended a moment before it lets go of it.
 * Until then it accepts a submission under the job's id, and does nothing.
 */
final class Resumptions {
    private static final int ATTEMPTS = 40;

    private final SeaTunnelLive live;

    Resumptions(SeaTunnelLive live) {
        this.live = live;
    }

    /** Asks the engine for the job until it no longer says that the job is ending. */
    CompletionStage<JobDocument> settled(String jobId) {
        return live.settledJob(jobId).thenApply(job -> {
            if (job.isEnding()) {
                throw stillEnding(jobId);
            }
            return job;
        });
    }

    /**
     * Submits a job that goes on from its savepoint.
     *
     * @param before the engine's last document; while it is unchanged, the engine has not taken the submission
     */
    CompletionStage<JsonNode> submit(String call, byte[] config, String jobId, JobDocument before) {
        return retried(() -> live.submit(call, config)
                .thenCompose(answer -> live.job(jobId)
                        // The engine has taken the submission, even if this read fails.
                        .exceptionally(error -> new JobDocument(answer))
                        .thenApply(now -> {
                            if (before.status() != null && now.equals(before)) {
                                throw stillEnding(jobId);
                            }
                            return answer;
                        })));
    }

    /** Repeats a call while it fails with 409, a status that the engine itself never answers with. */
    private static <T> CompletionStage<T> retried(Supplier<CompletionStage<T>> call) {
        return Retries.call(
                call,
                ATTEMPTS,
                error -> error instanceof ApiException refusal && refusal.status() == HttpStatus.CONFLICT);
    }

    private static ApiException stillEnding(String jobId) {
        return ApiException.of(HttpStatus.CONFLICT, "The job id " + jobId + " is taken by a job that is still ending.");
    }
}
