package io.jobledger.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;

/**
 * How one API words its errors. The shape that covers a request is asked; where several do, the one of the
 * highest precedence ({@link io.micronaut.core.order.Ordered}).
 */
public interface ErrorShape {

    /** Whether the request is one to the API. */
    boolean covers(HttpRequest<?> request);

    /**
     * The status that this API uses where the HTTP layer chose {@code status}: some engines know no 405, for example.
     */
    default HttpStatus status(HttpStatus status, HttpRequest<?> request) {
        return status;
    }

    /**
     * The JSON body of an error.
     *
     * @param status the mapped one
     * @param message never holds a stack trace
     * @param unrouted whether the API has no operation at this path and method
     */
    byte[] body(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request);
}
