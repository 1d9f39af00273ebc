package io.jobledger.seatunnel.operation;

import io.jobledger.http.ApiException;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.retry.annotation.RetryPredicate;
import io.micronaut.retry.annotation.Retryable;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/**
 * Submissions of jobs that are to go on. The engine says that a job has ended a moment before it lets go of it, and until
 * then it takes a submission under the job's id, says that all is well, and does nothing.
 */
@Singleton
class Resumptions {
    private final SeaTunnelLive live;

    Resumptions(SeaTunnelLive live) {
        this.live = live;
    }

    /** What the engine says of the job, once that is no longer that it is ending. */
    @Retryable(predicate = StillEnding.class, attempts = "40", delay = "250ms")
    CompletionStage<JobDocument> settled(String jobId) {
        return live.job(jobId).thenApply(job -> {
            if (job.hasEnded() && job.finishTime() == null) {
                throw stillEnding(jobId);
            }
            return job;
        });
    }

    /** @param before what the engine said of the job last; while it says just the same, it has not taken the submission */
    @Retryable(predicate = StillEnding.class, attempts = "40", delay = "250ms")
    CompletionStage<JsonNode> submit(String call, byte[] config, String jobId, JobDocument before) {
        return live.submit(call, config)
                .thenCompose(answer -> live.job(jobId)
                        // It has taken the submission, whatever else goes wrong.
                        .exceptionally(error -> new JobDocument(answer))
                        .thenApply(now -> {
                            if (before.status() != null && now.equals(before)) {
                                throw stillEnding(jobId);
                            }
                            return answer;
                        }));
    }

    private static ApiException stillEnding(String jobId) {
        return ApiException.of(HttpStatus.CONFLICT, "The job id " + jobId + " is taken by a job that is still ending.");
    }

    /** The engine itself never answers with this status. */
    static final class StillEnding implements RetryPredicate {
        @Override
        public boolean test(Throwable error) {
            return error instanceof ApiException refusal && refusal.status() == HttpStatus.CONFLICT;
        }
    }
}
