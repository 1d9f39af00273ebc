package io.jobledger.seatunnel.api;

import io.jobledger.http.ApiException;
import io.micronaut.http.HttpStatus;
import java.io.ByteArrayOutputStream;

/** Collects a request body up to a limit, and drops the rest. */
final class LimitedBody {

    /** In bytes. Far more than the configuration of any job has. */
    private static final int LIMIT = 10 * 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean exceeded;

    void add(byte[] more) {
        exceeded |= bytes.size() + (long) more.length > LIMIT;
        if (!exceeded) {
            bytes.writeBytes(more);
        }
    }

    /** Returns the whole body; 413 if it was too long. */
    byte[] bytes() {
        if (exceeded) {
            throw ApiException.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.");
        }
        return bytes.toByteArray();
    }
}
