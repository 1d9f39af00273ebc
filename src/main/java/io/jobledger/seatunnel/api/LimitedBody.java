package io.jobledger.seatunnel.api;

import io.jobledger.http.ApiException;
import io.micronaut.http.HttpStatus;
import java.io.ByteArrayOutputStream;

/** A body as it comes in. What is more than it may have is dropped. */
final class LimitedBody {

    /** In bytes: far more than any job's configuration has. */
    private static final int LIMIT = 10 * 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean exceeded;

    void add(byte[] more) {
        exceeded |= bytes.size() + (long) more.length > LIMIT;
        if (!exceeded) {
            bytes.writeBytes(more);
        }
    }

    /** All of it, or 413. */
    byte[] bytes() {
        if (exceeded) {
            throw ApiException.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.");
        }
        return bytes.toByteArray();
    }
}
