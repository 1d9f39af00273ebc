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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Jobs, as the engine's own documents: of a job that runs the engine is asked, of one that has ended the ledger, which has
 * the same document for as long as it is wanted. Lists never wait for an engine that is not there.
 */
public record JobAnswers(
        EngineCluster cluster,
        SeaTunnelLive live,
        SeaTunnelRecordedJobs recorded,
        SeaTunnelFollower follower,
        ExecutorService blocking) {
    /** A client that asks for a list waits no longer than this for an engine that is slow. */
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    /** The newest run of a job; only its id if nobody knows it. */
    public CompletionStage<JsonNode> info(String jobId) {
        return read(() -> recorded.newestRun(jobId))
                .thenCompose(run -> run.filter(known -> isAnswered(known, jobId))
                                .isPresent()
                        ? read(() -> recorded.document(run.get()).orElseThrow().json())
                        : live.job(jobId).thenCompose(told -> known(told, run)));
    }

    /** Whether the engine need not be asked about it, or cannot be. */
    private boolean isAnswered(JobRun run, String jobId) {
        boolean ended = run.closure() != Closure.OPEN && !follower.isRunning(jobId);
        return ended || cluster.engine().state() == EngineState.STOPPED;
    }

    private CompletionStage<JsonNode> known(JobDocument told, Optional<JobRun> run) {
        return run.isPresent() && told.status() == null
                ? read(() -> recorded.document(run.get()).orElseThrow().json())
                : CompletableFuture.completedStage(told.json());
    }

    /** The jobs that have not ended; without an engine, as last known. */
    public CompletionStage<JsonNode> running() {
        return cluster.engine().session().isPresent()
                ? live.get("running-jobs")
                : read(() -> JsonNode.createArrayNode(recorded.running()));
    }

    /**
     * The jobs that have ended, with what the engine knows of them now.
     *
     * @param state as the engine spells it; null for any
     */
    public CompletionStage<JsonNode> ended(@Nullable String state) {
        return caughtUp().thenCompose(recordedNow -> read(() -> JsonNode.createArrayNode(recorded.ended(state))));
    }

    /**
     * Completes once what the engine says of its jobs, asked after this call, is recorded; at once without an engine, and
     * after two seconds in any case. Never completes exceptionally.
     */
    public CompletionStage<Void> caughtUp() {
        return cluster.rounds().caughtUp(CATCH_UP);
    }

    private <T> CompletionStage<T> read(Supplier<T> statement) {
        return CompletableFuture.supplyAsync(statement, blocking);
    }
}
