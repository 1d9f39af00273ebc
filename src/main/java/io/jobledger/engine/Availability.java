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

/** Holds an engine's state, its session, and the callers that wait for a session. */
public final class Availability {

    /** The usual time of a start. Clients are told it while a start is under way. */
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

    /** Returns whether nothing is under way that would bring the engine back. */
    private boolean isHopeless() {
        return state == EngineState.STOPPED || state == EngineState.DOWN && !restarts;
    }

    private synchronized void forget(CompletableFuture<EngineSession> waiter) {
        waiting.remove(waiter);
    }

    /** Notes that the engine answers. Has no effect once the engine is stopped. */
    public void running(EngineSession found) {
        // Waiters do not go on in the supervisor's thread, because their work must not hold it up.
        change(EngineState.RUNNING, found, "", Duration.ZERO).forEach(w -> w.completeAsync(() -> found));
    }

    /** Notes that the engine is away and is tried again after {@code delay}. Has no effect on a stopped engine. */
    public void unavailable(EngineState why, String because, Duration delay) {
        List<CompletableFuture<EngineSession>> waiters = change(why, null, because, delay.plus(TYPICAL_START));
        if (!restarts) {
            turnAway(waiters);
        }
    }

    /** Ends the session for good. {@code because} ends the message "not available: …". */
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
