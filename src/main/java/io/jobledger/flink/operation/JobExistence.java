package io.jobledger.flink.operation;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.ledger.Ledger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Checks that a job is known. The engine accepts a stop of any job, and reports an unknown one only to polls. */
public record JobExistence(
        LiveJobs jobs, Ledger ledger, FlinkLive live, EngineCluster cluster, ExecutorService blocking) {
    /** Completes exceptionally, with 404, for a job that neither the engine nor the ledger knows. */
    CompletionStage<Void> require(String jobId) {
        if (jobs.known(jobId)) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.supplyAsync(
                        () -> ledger.newestRun(cluster.job(jobId)).isPresent(), blocking)
                .thenCompose(recorded -> recorded ? CompletableFuture.completedFuture(null) : requireLive(jobId));
    }

    private CompletionStage<Void> requireLive(String jobId) {
        return live.read("/jobs/" + jobId).thenAccept(answer -> {
            if (answer.status() == 404) {
                throw FlinkEngineErrors.unknown("Job " + jobId + " not found");
            }
        });
    }
}
