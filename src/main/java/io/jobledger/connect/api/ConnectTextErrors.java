package io.jobledger.connect.api;

import io.jobledger.http.ErrorShape;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Words errors of the text API: the message alone. */
@Singleton
final class ConnectTextErrors implements ErrorShape, Ordered {
    private static final Set<String> PATHS =
            Set.of("/connectors", "/plugin", "/getConfigInfo", "/getClusterInfo", "/getAllocatedInfo");

    @Override
    public boolean covers(HttpRequest<?> request) {
        String path = request.getPath();
        int end = path.indexOf('/', 1);
        return PATHS.contains(end < 0 ? path : path.substring(0, end));
    }

    /** Returns 404 for requests without an operation, with any method. */
    @Override
    public HttpStatus status(HttpStatus status, HttpRequest<?> request) {
        return shaped(status);
    }

    static HttpStatus shaped(HttpStatus status) {
        return switch (status) {
            case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE -> HttpStatus.NOT_FOUND;
            default -> status;
        };
    }

    @Override
    public MediaType type() {
        return ConnectAnswers.TEXT;
    }

    @Override
    public byte[] body(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request) {
        return (unrouted ? "Not found" : message).getBytes(StandardCharsets.UTF_8);
    }
}
