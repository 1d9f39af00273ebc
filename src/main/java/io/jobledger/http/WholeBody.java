package io.jobledger.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.ServerHttpRequest;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;

/** Collects a request body up to 10 MiB, and drops the rest. */
public final class WholeBody {

    /** In bytes. Far more than any configuration has. */
    private static final int LIMIT = 10 * 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean exceeded;

    private WholeBody() {}

    /**
     * Returns the whole body of a request. One that is too large is 413, after all of it has come. Some clients read no
     * answer before they have sent everything; they would only see that the connection was closed.
     */
    public static CompletionStage<byte[]> of(HttpRequest<?> request) {
        return Flux.from(((ServerHttpRequest<?>) request).byteBody().toByteArrayPublisher())
                .collect(WholeBody::new, WholeBody::add)
                .map(WholeBody::bytes)
                .toFuture();
    }

    private void add(byte[] more) {
        exceeded |= bytes.size() + (long) more.length > LIMIT;
        if (!exceeded) {
            bytes.writeBytes(more);
        }
    }

    /** Returns the whole body; 413 if it was too long. */
    private byte[] bytes() {
        if (exceeded) {
            throw ApiException.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.");
        }
        return bytes.toByteArray();
    }
}
