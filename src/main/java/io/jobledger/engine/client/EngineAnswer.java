package io.jobledger.engine.client;

import io.micronaut.core.annotation.Nullable;

/**
 * Holds a whole answer of an engine, as it came.
 *
 * @param status HTTP status
 * @param contentType the {@code Content-Type} header, or null if there was none
 * @param body the bytes of the body, empty if there was none; shared between callers, so never to be changed
 */
public record EngineAnswer(int status, @Nullable String contentType, byte[] body) {

    /** Returns whether the status is a 2xx. */
    public boolean ok() {
        return status / 100 == 2;
    }
}
