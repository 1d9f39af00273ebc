package io.jobledger.seatunnel.api;

import io.jobledger.http.ErrorShape;
import io.jobledger.http.Json;
import io.jobledger.seatunnel.listener.SeaTunnelPort;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words errors below {@code /hazelcast} and at SeaTunnel's port, as {@code {"status":"fail","message":…}}. */
@Singleton
final class SeaTunnelErrors implements ErrorShape, Ordered {
    /** The framework's message for a parameter that is not of its type. */
    private static final Pattern UNCONVERTED =
            Pattern.compile("Failed to convert argument \\[(\\w+)] for value \\[(.*)] due to: .*", Pattern.DOTALL);

    private final SeaTunnelPort port;
    private final Json json;

    SeaTunnelErrors(SeaTunnelPort port, Json json) {
        this.port = port;
        this.json = json;
    }

    @Override
    public boolean covers(HttpRequest<?> request) {
        return ofSeaTunnel(request.getPath()) || port.received(request);
    }

    /** Returns whether a path belongs to SeaTunnel's API. */
    static boolean ofSeaTunnel(String path) {
        return path.equals("/hazelcast") || path.startsWith("/hazelcast/");
    }

    /** Returns 404 for requests without an operation, with any method. */
    @Override
    public HttpStatus status(HttpStatus status, HttpRequest<?> request) {
        return switch (status) {
            case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE -> HttpStatus.NOT_FOUND;
            default -> status;
        };
    }

    @Override
    public byte[] body(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("status", "fail");
        error.put("message", text(status, message, unrouted, request));
        return json.write(error);
    }

    private static String text(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request) {
        if (unrouted) {
            return "There is no " + request.getMethodName() + " " + request.getPath() + " in this API.";
        }
        if (status == HttpStatus.REQUEST_ENTITY_TOO_LARGE) {
            // The framework's message speaks to the author of the controller, not to a client.
            return "The request is too large.";
        }
        Matcher unconverted = UNCONVERTED.matcher(message);
        return unconverted.matches()
                ? "The parameter " + unconverted.group(1) + " cannot be \"" + unconverted.group(2) + "\"."
                : message;
    }
}
