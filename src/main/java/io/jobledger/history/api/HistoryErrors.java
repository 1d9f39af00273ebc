package io.jobledger.history.api;

import io.jobledger.history.contract.model.ErrorResponse;
import io.jobledger.http.ErrorShape;
import io.jobledger.http.Json;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words errors below {@code /history} as {@code {"errors":[…]}}. */
@Singleton
final class HistoryErrors implements ErrorShape, Ordered {
    /** The beginning of the framework's message for a wrong body. Parameters have been checked before. */
    private static final String UNCONVERTED = "Failed to convert argument [";

    /** The framework's message for a field that the contract does not have. */
    private static final Pattern UNKNOWN =
            Pattern.compile("Unknown property \\[(.*)] encountered during deserialization", Pattern.DOTALL);

    /** The framework's message for a missing body or parameter. */
    private static final Pattern MISSING = Pattern.compile("Required (Body|QueryValue) \\[(\\w+)] not specified");

    private final Json json;

    HistoryErrors(Json json) {
        this.json = json;
    }

    /** After SeaTunnel's shape, which owns its port. Before Flink's, which owns all other requests. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 1;
    }

    @Override
    public boolean covers(HttpRequest<?> request) {
        String path = request.getPath();
        return path.equals("/history") || path.startsWith("/history/");
    }

    /** Returns 404 for requests without an operation, also for a wrong method. */
    @Override
    public HttpStatus status(HttpStatus status, HttpRequest<?> request) {
        return status == HttpStatus.METHOD_NOT_ALLOWED ? HttpStatus.NOT_FOUND : status;
    }

    @Override
    public byte[] body(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request) {
        return json.write(new ErrorResponse(List.of(text(status, message, unrouted, request))));
    }

    private static String text(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request) {
        if (unrouted) {
            return switch (status) {
                case NOT_ACCEPTABLE -> "The answer can only be application/json.";
                case UNSUPPORTED_MEDIA_TYPE -> "The body has to be application/json.";
                default -> "There is no " + request.getMethodName() + " " + request.getPath() + " in this API.";
            };
        }
        if (status == HttpStatus.REQUEST_ENTITY_TOO_LARGE) {
            // The framework's message speaks to the author of the controller, not to a client.
            return "The request is too large.";
        }
        if (message.startsWith("Invalid JSON")) {
            return "The body is not JSON.";
        }
        if (message.startsWith(UNCONVERTED)) {
            Matcher unknown = UNKNOWN.matcher(message);
            if (unknown.find()) {
                return "There is no field " + unknown.group(1) + " of this call's body.";
            }
            return "The body is not a JSON object with the fields of this call.";
        }
        Matcher missing = MISSING.matcher(message);
        if (missing.matches()) {
            return missing.group(1).equals("Body")
                    ? "The body is missing."
                    : "The parameter " + missing.group(2) + " is missing.";
        }
        return message;
    }
}
