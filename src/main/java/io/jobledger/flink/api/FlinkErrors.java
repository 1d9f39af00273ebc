package io.jobledger.flink.api;

import io.jobledger.flink.contract.model.ErrorResponse;
import io.jobledger.http.ErrorShape;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code {"errors":[…]}}. Flink's API owns the root: what no other API covers is answered in its words. */
@Singleton
final class FlinkErrors implements ErrorShape, Ordered {
    private final ObjectMapper mapper;

    FlinkErrors(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public boolean covers(String path) {
        return true;
    }

    /**
     * Flink's router knows no 405 or 406: what it has no handler for is not found. The one place where a content type
     * matters is the upload, which is told that no file came.
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
        if (unrouted && status == HttpStatus.NOT_FOUND) {
            text = request.getMethod() == HttpMethod.GET
                    ? "Unable to load requested file " + request.getPath() + "."
                    : "Not found: " + request.getPath();
        }
        try {
            return mapper.writeValueAsBytes(new ErrorResponse(List.of(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
