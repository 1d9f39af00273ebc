package io.jobledger.seatunnel.recorder;

import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineSession;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.jobledger.seatunnel.SeaTunnelCluster;
import io.jobledger.seatunnel.operation.CutOffOperations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the engine's jobs, a round a second and one whenever somebody needs it, and has the ledger written.
 *
 * <p>A round that fails (engine or database gone) is repeated by the next one: what is new is remembered until it is
 * recorded.
 */
@Context
public class SeaTunnelRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(SeaTunnelRecorder.class);

    private static final long ROUND_MILLIS = 1000;
    private static final long LOOK_MILLIS = 200;

    /** Who asks for a list does not wait longer than this for an engine that is slow. */
    private static final long CATCH_UP_MILLIS = 2000;

    private static final long CUT_OFF_MILLIS = 60_000;

    private static final long STOP_SECONDS = 5;

    private final Engine engine;
    private final JobFollower jobs;
    private final CheckpointFiles checkpoints;
    private final CutOffOperations cutOff;
    private final Clock clock;
    private final ScheduledExecutorService rounds = thread("seatunnel-recorder");
    private final ScheduledExecutorService looks = thread("seatunnel-checkpoints");
    private final AtomicBoolean started = new AtomicBoolean();

    /** Completes with the next round that has not begun; null if nobody waits for one. Guarded by this. */
    @Nullable
    private CompletableFuture<Void> awaited;

    private long cutOffEnded;
    private volatile long lastRound;

    SeaTunnelRecorder(
            @Named(SeaTunnelCluster.ENGINE) Engine engine,
            JobFollower jobs,
            CheckpointFiles checkpoints,
            CutOffOperations cutOff,
            Clock clock,
            MeterRegistry meters) {
        this.engine = engine;
        this.jobs = jobs;
        this.checkpoints = checkpoints;
        this.cutOff = cutOff;
        this.clock = clock;
        this.lastRound = clock.millis();
        TimeGauge.builder("jobledger.recorder.lag", () -> clock.millis() - lastRound, TimeUnit.MILLISECONDS)
                .description("Time since the engine's jobs were last recorded")
                .tag("engine", SeaTunnelCluster.ENGINE)
                .register(meters);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins once the service serves: Micronaut ends no bean of a context whose start failed. Each port has its event. */
    @EventListener
    void start(ServerStartupEvent event) {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        rounds.scheduleWithFixedDelay(this::round, 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
        if (checkpoints.areKnown()) {
            looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Lets a round end by itself: an interrupted write would take H2's file from everybody else. */
    @PreDestroy
    void stop() throws InterruptedException {
        looks.shutdown();
        rounds.shutdown();
        if (!rounds.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("The recorder is still in its round");
        }
    }

    /**
     * Completes once what the engine says of its jobs, asked after this call, is recorded; at once without an engine, and
     * after two seconds in any case. Never exceptionally.
     */
    public synchronized CompletionStage<Void> caughtUp() {
        if (engine.session().isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        if (awaited == null) {
            awaited = new CompletableFuture<>();
            try {
                rounds.execute(this::round);
            } catch (RejectedExecutionException stopped) {
                awaited.complete(null);
            }
        }
        return awaited.copy().completeOnTimeout(null, CATCH_UP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether the engine ran the job when it was last asked. */
    public boolean isRunning(String jobId) {
        return jobs.isRunning(jobId);
    }

    private void round() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            waiting = awaited;
            awaited = null;
        }
        boolean done = false;
        try {
            Optional<EngineSession> session = engine.session();
            if (session.isPresent()) {
                jobs.follow(session.get(), waiting != null);
                lastRound = clock.millis();
                endCutOff();
            }
            done = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.atLevel(DiskNearlyFullException.level(e))
                    .log("A round of the recorder failed, the next one repeats it: {}", e.toString());
            LOG.debug("The failed round", e);
        } catch (Error e) {
            // Such as no memory for one huge answer. Thrown on, it would end all rounds to come, without a word.
            LOG.error("A round of the recorder failed, the next one repeats it", e);
        } finally {
            if (waiting != null) {
                answer(waiting, done);
            }
        }
    }

    /** Who waited for a round that failed waits for the next one. */
    private synchronized void answer(CompletableFuture<Void> waiting, boolean done) {
        if (done) {
            waiting.complete(null);
        } else if (awaited == null) {
            awaited = waiting;
        } else {
            awaited.thenAccept(waiting::complete);
        }
    }

    private void endCutOff() {
        if (lastRound - cutOffEnded >= CUT_OFF_MILLIS) {
            cutOff.end();
            cutOffEnded = lastRound;
        }
    }

    private void look() {
        try {
            checkpoints.look();
        } catch (RuntimeException e) {
            LOG.warn("Checkpoints could not be looked for: {}", e.toString());
        }
    }
}
