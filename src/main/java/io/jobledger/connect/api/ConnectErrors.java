package io.jobledger.connect.api;

import io.jobledger.connect.listener.ConnectPort;
import io.jobledger.http.ErrorShape;
import io.jobledger.http.Json;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** Words errors of the JSON API, as {@code {"errorCode":…,"message":…}}. */
@Singleton
final class ConnectErrors implements ErrorShape, Ordered {
    private static final String PREFIX = "/connect-json";

    private final ConnectPort port;
    private final Json json;

    ConnectErrors(ConnectPort port, Json json) {
        this.port = port;
        this.json = json;
    }

    @Override
    public boolean covers(HttpRequest<?> request) {
        String path = request.getPath();
        return path.equals(PREFIX) || path.startsWith(PREFIX + '/') || port.received(request);
    }

    /** Returns 404 for requests without an operation, with any method. */
    @Override
    public HttpStatus status(HttpStatus status, HttpRequest<?> request) {
        return ConnectTextErrors.shaped(status);
    }

    @Override
    public byte[] body(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("errorCode", status.getCode());
        error.put(
                "message",
                unrouted
                        ? "There is no " + request.getMethodName() + ' '
                                + request.getPath().replaceFirst('^' + PREFIX, "") + " in this API."
                        : status == HttpStatus.REQUEST_ENTITY_TOO_LARGE ? "The request is too large." : message);
        return json.write(error);
    }
}
