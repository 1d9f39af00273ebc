package io.jobledger.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** An engine's state, its session, and those who wait for one. */
public final class Availability {

    /** How long a start takes, give or take: what to tell clients while one is under way. */
    private static final Duration TYPICAL_START = Duration.ofSeconds(3);

    private static final Duration UNTIL_SOMEBODY_ACTS = Duration.ofMinutes(1);

    private final String engine;
    private final boolean restarts;
    private final Set<CompletableFuture<EngineSession>> waiting = new HashSet<>();
    private EngineState state = EngineState.STARTING;
    private String reason = "it is starting";
    private Duration retryAfter = TYPICAL_START;
    private EngineSession session;
    private Consumer<EngineSession> onLost = lost -> {};

    Availability(String engine, boolean restarts) {
        this.engine = engine;
        this.restarts = restarts;
    }

    synchronized void onLost(Consumer<EngineSession> listener) {
        onLost = onLost.andThen(listener);
    }

    synchronized EngineState state() {
        return state;
    }

    synchronized Optional<EngineSession> session() {
        return Optional.ofNullable(session);
    }

    CompletionStage<EngineSession> ready(Duration wait) {
        CompletableFuture<EngineSession> waiter = new CompletableFuture<>();
        synchronized (this) {
            if (session != null) {
                return CompletableFuture.completedFuture(session);
            }
            if (isHopeless() || wait.isZero() || wait.isNegative()) {
                return CompletableFuture.failedFuture(unavailable());
            }
            waiting.add(waiter);
        }
        CompletableFuture<EngineSession> answer = new CompletableFuture<>();
        waiter.orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS).whenComplete((found, failure) -> {
            forget(waiter);
            if (failure == null) {
                answer.complete(found);
            } else {
                answer.completeExceptionally(failure instanceof TimeoutException ? unavailable() : failure);
            }
        });
        return answer;
    }

    /** Whether nothing is under way that would bring the engine back. */
    private boolean isHopeless() {
        return state == EngineState.STOPPED || state == EngineState.DOWN && !restarts;
    }

    private synchronized void forget(CompletableFuture<EngineSession> waiter) {
        waiting.remove(waiter);
    }

    /** The engine answers. Has no effect once it is stopped. */
    public void running(EngineSession found) {
        // Not on the supervisor's thread: what waiters go on to do is no business of it.
        change(EngineState.RUNNING, found, "", Duration.ZERO).forEach(w -> w.completeAsync(() -> found));
    }

    /** The engine does not answer, and will be tried again after {@code delay}. Has no effect once it is stopped. */
    public void unavailable(EngineState why, String because, Duration delay) {
        List<CompletableFuture<EngineSession>> waiters = change(why, null, because, delay.plus(TYPICAL_START));
        if (!restarts) {
            turnAway(waiters);
        }
    }

    public void stopped(String because) {
        turnAway(change(EngineState.STOPPED, null, because, UNTIL_SOMEBODY_ACTS));
    }

    private void turnAway(List<CompletableFuture<EngineSession>> waiters) {
        waiters.forEach(w -> CompletableFuture.runAsync(() -> w.completeExceptionally(unavailable())));
    }

    private synchronized List<CompletableFuture<EngineSession>> change(
            EngineState to, EngineSession found, String because, Duration retry) {
        if (state == EngineState.STOPPED) {
            return List.of();
        }
        if (session != null && !session.equals(found)) {
            EngineSession lost = session;
            Consumer<EngineSession> listener = onLost;
            CompletableFuture.runAsync(() -> listener.accept(lost));
        }
        state = to;
        session = found;
        reason = because;
        retryAfter = retry;
        return new ArrayList<>(waiting);
    }

    private synchronized EngineUnavailableException unavailable() {
        return new EngineUnavailableException(
                state, retryAfter, "The engine \"" + engine + "\" is not available: " + reason);
    }
}
