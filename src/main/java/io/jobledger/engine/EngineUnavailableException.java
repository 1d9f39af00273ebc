package io.jobledger.engine;

import java.time.Duration;

/** Says that an engine has no session: it is starting, down, or stopped. */
public final class EngineUnavailableException extends RuntimeException {

    private final EngineState state;
    private final Duration retryAfter;

    public EngineUnavailableException(EngineState state, Duration retryAfter, String message) {
        super(message);
        this.state = state;
        this.retryAfter = retryAfter;
    }

    /** Returns the state of the engine when the call was refused. */
    public EngineState state() {
        return state;
    }

    /** Returns the time until the next attempt for a {@code Retry-After} header, at least one second. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
