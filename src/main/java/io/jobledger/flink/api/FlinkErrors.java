package io.jobledger.flink.api;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.contract.model.ErrorResponse;
import io.jobledger.http.ErrorShape;
import io.jobledger.http.Json;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words errors as {@code {"errors":[…]}}, for all paths that no other API has: Flink's has the root. */
@Singleton
final class FlinkErrors implements ErrorShape, Ordered {
    /** Matches the framework's message for a parameter of the wrong type. */
    private static final Pattern UNCONVERTED =
            Pattern.compile("Failed to convert argument \\[(\\w+)] for value \\[(.*)] due to: .*", Pattern.DOTALL);

    private final Json json;

    FlinkErrors(Json json) {
        this.json = json;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public boolean covers(HttpRequest<?> request) {
        return true;
    }

    /**
     * Returns Flink's status for one of the framework's. Flink's router has no 405 or 406: a request without a handler
     * gets 404. Only uploads check the content type; an upload of another type lacks a file.
     */
    @Override
    public HttpStatus status(HttpStatus status, HttpRequest<?> request) {
        return switch (status) {
            case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE -> HttpStatus.NOT_FOUND;
            case UNSUPPORTED_MEDIA_TYPE -> HttpStatus.BAD_REQUEST;
            default -> status;
        };
    }

    @Override
    public byte[] body(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request) {
        String text =
                status == HttpStatus.BAD_REQUEST && unrouted ? "Exactly 1 file must be sent, received 0." : message;
        Matcher unconverted = UNCONVERTED.matcher(text);
        if (status == HttpStatus.BAD_REQUEST && unconverted.matches()) {
            String parameter = unconverted.group(1);
            text = (request.getParameters().contains(parameter)
                            ? FlinkEngineErrors.unresolvableQuery(parameter, unconverted.group(2))
                            : FlinkEngineErrors.unresolvablePath(parameter, unconverted.group(2)))
                    .getMessage();
        }
        if (unrouted && status == HttpStatus.NOT_FOUND) {
            text = request.getMethod() == HttpMethod.GET
                    ? "Unable to load requested file " + request.getPath() + "."
                    : "Not found: " + request.getPath();
        }
        return json.write(new ErrorResponse(List.of(text)));
    }
}
