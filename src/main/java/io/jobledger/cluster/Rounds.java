package io.jobledger.cluster;

import io.jobledger.engine.Engine;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import io.micronaut.core.annotation.Nullable;
import java.time.Clock;
import java.time.Duration;
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
 * Runs a cluster's {@link Follower}: one round a second, and one more at once on demand.
 *
 * <p>The gauge {@code jobledger.recorder.lag} tells the time since the engine's jobs were last recorded.
 */
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private static final long PAUSE_MILLIS = 1000;
    private static final long STOP_SECONDS = 5;

    private final Engine engine;
    private final Follower follower;
    private final Clock clock;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean hurried = new AtomicBoolean();

    /** Completes with the next round that has not begun; null while no caller waits for one. Guarded by this. */
    @Nullable
    private CompletableFuture<Void> awaited;

    private volatile long lastRecorded;

    Rounds(String cluster, Engine engine, Follower follower, Clock clock, MeterRegistry meters) {
        this.engine = engine;
        this.follower = follower;
        this.clock = clock;
        this.lastRecorded = clock.millis();
        this.thread = Executors.newSingleThreadScheduledExecutor(new NamedThreadFactory(engine.name() + "-recorder"));
        TimeGauge.builder("jobledger.recorder.lag", () -> clock.millis() - lastRecorded, TimeUnit.MILLISECONDS)
                .description("Time since the engine's jobs were last recorded")
                .tag("engine", engine.name())
                .tag("cluster", cluster)
                .register(meters);
    }

    /** Starts the rounds. Does nothing the second time. */
    void start() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        follower.begin();
        thread.scheduleWithFixedDelay(this::round, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Begins a round at once, or right after the one that runs. Returns without waiting for it. */
    public void runNow() {
        if (hurried.compareAndSet(false, true)) {
            try {
                thread.execute(this::round);
            } catch (RejectedExecutionException stopped) {
                LOG.debug("No more rounds", stopped);
            }
        }
    }

    /**
     * Completes once a round that begins after this call has recorded the engine's jobs. Never completes exceptionally.
     *
     * @param patience completes after this time in any case; at once while there is no engine
     */
    public synchronized CompletionStage<Void> caughtUp(Duration patience) {
        if (engine.session().isEmpty() || thread.isShutdown()) {
            return CompletableFuture.completedStage(null);
        }
        if (awaited == null) {
            awaited = new CompletableFuture<>();
        }
        CompletionStage<Void> caughtUp =
                awaited.copy().completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
        runNow();
        return caughtUp;
    }

    /** Lets a round end by itself, for 5 s: an interrupted write would take H2's file from every other user. */
    @Override
    public void close() {
        follower.close();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The recorder of {} is still in its round", engine.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        hurried.set(false);
        CompletableFuture<Void> waiting = takeAwaited();
        try {
            if (follower.follow(engine.session(), waiting != null)) {
                lastRecorded = clock.millis();
            }
            if (waiting != null) {
                waiting.complete(null);
            }
            follower.settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.atLevel(DiskNearlyFullException.level(e))
                    .log(
                            "A round of the recorder of {} failed, the next one repeats it: {}",
                            engine.name(),
                            e.toString());
            LOG.debug("The failed round", e);
        } catch (Error e) {
            // For example, no memory for one huge answer. Rethrown, the error would end all later rounds silently.
            LOG.error("A round of the recorder of {} failed, the next one repeats it", engine.name(), e);
        } finally {
            if (waiting != null && !waiting.isDone()) {
                waitAgain(waiting);
            }
        }
    }

    private synchronized CompletableFuture<Void> takeAwaited() {
        CompletableFuture<Void> waiting = awaited;
        awaited = null;
        return waiting;
    }

    /** Has the callers of a failed round wait for the next one. */
    private synchronized void waitAgain(CompletableFuture<Void> waiting) {
        if (awaited == null) {
            awaited = waiting;
        } else {
            awaited.thenAccept(waiting::complete);
        }
    }
}
