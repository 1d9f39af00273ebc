package io.jobledger.seatunnel.operation;

import io.jobledger.http.ApiException;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.live.Retries;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Submissions of jobs that are to go on. The engine says that a job has ended a moment before it lets go of it, and until
 * then it takes a submission under the job's id, says that all is well, and does nothing.
 */
final class Resumptions {
    private static final int ATTEMPTS = 40;

    private final SeaTunnelLive live;

    Resumptions(SeaTunnelLive live) {
        this.live = live;
    }

    /** Asks the engine for the job until it no longer says that the job is ending. */
    CompletionStage<JobDocument> settled(String jobId) {
        return retried(() -> live.job(jobId).thenApply(job -> {
            if (job.hasEnded() && job.finishTime() == null) {
                throw stillEnding(jobId);
            }
            return job;
        }));
    }

    /**
     * Submits a job that is to go on.
     *
     * @param before what the engine said of the job last; while it says just the same, it has not taken the submission
     */
    CompletionStage<JsonNode> submit(String call, byte[] config, String jobId, JobDocument before) {
        return retried(() -> live.submit(call, config)
                .thenCompose(answer -> live.job(jobId)
                        // It has taken the submission, whatever else goes wrong.
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
