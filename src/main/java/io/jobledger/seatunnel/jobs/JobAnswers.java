package io.jobledger.seatunnel.jobs;

import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineState;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.SeaTunnelCluster;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.jobledger.seatunnel.recorded.SeaTunnelRecordedJobs;
import io.jobledger.seatunnel.recorder.SeaTunnelRecorder;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Jobs, as the engine's own documents: of a job that runs the engine is asked, of one that has ended the ledger, which has
 * the same document for as long as it is wanted. Lists never wait for an engine that is not there.
 */
@Singleton
public final class JobAnswers {
    private final Engine engine;
    private final SeaTunnelLive live;
    private final SeaTunnelRecordedJobs recorded;
    private final SeaTunnelRecorder recorder;
    private final ExecutorService blocking;

    JobAnswers(
            @Named(SeaTunnelCluster.ENGINE) Engine engine,
            SeaTunnelLive live,
            SeaTunnelRecordedJobs recorded,
            SeaTunnelRecorder recorder,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.engine = engine;
        this.live = live;
        this.recorded = recorded;
        this.recorder = recorder;
        this.blocking = blocking;
    }

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
        boolean ended = run.closure() != Closure.OPEN && !recorder.isRunning(jobId);
        return ended || engine.state() == EngineState.STOPPED;
    }

    private CompletionStage<JsonNode> known(JobDocument told, Optional<JobRun> run) {
        return run.isPresent() && told.status() == null
                ? read(() -> recorded.document(run.get()).orElseThrow().json())
                : CompletableFuture.completedStage(told.json());
    }

    /** The jobs that have not ended; without an engine, as last known. */
    public CompletionStage<JsonNode> running() {
        return engine.session().isPresent()
                ? live.get("running-jobs")
                : read(() -> JsonNode.createArrayNode(recorded.running()));
    }

    /**
     * The jobs that have ended, with what the engine knows of them now.
     *
     * @param state as the engine spells it; null for any
     */
    public CompletionStage<JsonNode> ended(@Nullable String state) {
        return recorder.caughtUp()
                .thenCompose(recordedNow -> read(() -> JsonNode.createArrayNode(recorded.ended(state))));
    }

    private <T> CompletionStage<T> read(Supplier<T> statement) {
        return CompletableFuture.supplyAsync(statement, blocking);
    }
}
