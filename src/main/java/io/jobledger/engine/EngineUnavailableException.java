package io.jobledger.engine;

import java.time.Duration;

/** An engine has no session to offer: it is starting, down, or stopped. */
public final class EngineUnavailableException extends RuntimeException {

    private final EngineState state;
    private final Duration retryAfter;

    public EngineUnavailableException(EngineState state, Duration retryAfter, String message) {
        super(message);
        this.state = state;
        this.retryAfter = retryAfter;
    }

    /** The state the engine was in when the caller was turned away. */
    public EngineState state() {
        return state;
    }

    /** When to ask again, at least one second, fit for a {@code Retry-After} header. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
