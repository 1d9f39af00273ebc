package io.jobledger.seatunnel.jobs;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.EngineState;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.jobledger.seatunnel.recorded.SeaTunnelRecordedJobs;
import io.jobledger.seatunnel.recorder.SeaTunnelFollower;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Answers about jobs with the engine's own documents. The engine tells of running jobs, the ledger of ended ones, with
 * the same document until retention deletes it. Lists never wait for an engine that is not there.
 */
public record JobAnswers(
        EngineCluster cluster,
        SeaTunnelLive live,
        SeaTunnelRecordedJobs recorded,
        SeaTunnelFollower follower,
        ExecutorService blocking) {
    /** The longest time that a client's list waits for a slow engine. */
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    /** Returns the newest run of a job; only the id if neither ledger nor engine knows the job. */
    public CompletionStage<JsonNode> info(String jobId) {
        return read(() -> recorded.newestRun(jobId))
                .thenCompose(run -> run.filter(known -> isAnswered(known, jobId))
                                .isPresent()
                        ? read(() -> recorded.document(run.get()).orElseThrow().json())
                        : live.settledJob(jobId).thenCompose(told -> known(told, run)));
    }

    /** Returns whether the ledger answers: the run has ended, or the engine is stopped. */
    private boolean isAnswered(JobRun run, String jobId) {
        boolean ended = run.closure() != Closure.OPEN && !follower.isRunning(jobId);
        return ended || cluster.engine().state() == EngineState.STOPPED;
    }

    private CompletionStage<JsonNode> known(JobDocument told, Optional<JobRun> run) {
        return run.isPresent() && told.status() == null
                ? read(() -> recorded.document(run.get()).orElseThrow().json())
                : recorded(List.of(told)).thenApply(done -> told.json());
    }

    /** Returns the jobs that have not ended; without an engine, as last known. */
    public CompletionStage<JsonNode> running() {
        return cluster.engine().session().isPresent()
                ? live.settledRunningJobs()
                        .thenCompose(jobs -> recorded(documents(jobs)).thenApply(done -> jobs))
                : read(() -> JsonNode.createArrayNode(recorded.running()));
    }

    /**
     * Returns the jobs that have ended, after a round that asks the engine.
     *
     * @param state as the engine spells it; null for any
     */
    public CompletionStage<JsonNode> ended(@Nullable String state) {
        return caughtUp().thenCompose(recordedNow -> read(() -> JsonNode.createArrayNode(recorded.ended(state))));
    }

    /**
     * Completes once a round that begins after this call is recorded. Completes at once without an engine, and after 2
     * s in any case. Never completes exceptionally.
     */
    public CompletionStage<Void> caughtUp() {
        return cluster.rounds().caughtUp(CATCH_UP);
    }

    /** Completes once the ends that these documents tell are on record. At once if all of these jobs run. */
    private CompletionStage<Void> recorded(List<JobDocument> told) {
        return told.stream().anyMatch(JobDocument::hasEnded)
                ? CompletableFuture.runAsync(() -> told.forEach(follower.ends()::record), blocking)
                : CompletableFuture.completedStage(null);
    }

    private static List<JobDocument> documents(JsonNode jobs) {
        List<JobDocument> documents = new ArrayList<>();
        jobs.values().forEach(job -> documents.add(new JobDocument(job)));
        return documents;
    }

    private <T> CompletionStage<T> read(Supplier<T> statement) {
        return CompletableFuture.supplyAsync(statement, blocking);
    }
}
