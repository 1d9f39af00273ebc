package io.jobledger.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;

/**
 * Words the errors of one API. Of the shapes that cover a request, the one with the highest precedence
 * ({@link io.micronaut.core.order.Ordered}) is used.
 */
public interface ErrorShape {

    /** Returns whether the request is one to the API. */
    boolean covers(HttpRequest<?> request);

    /** Returns this API's status for the HTTP layer's {@code status}. Some engines know no 405, for example. */
    default HttpStatus status(HttpStatus status, HttpRequest<?> request) {
        return status;
    }

    /** Returns the type of the body. */
    default MediaType type() {
        return ApiErrors.JSON;
    }

    /**
     * Returns the body of an error, JSON unless {@link #type} says otherwise.
     *
     * @param status the mapped one
     * @param message never holds a stack trace
     * @param unrouted whether the API has no operation at this path and method
     */
    byte[] body(HttpStatus status, String message, boolean unrouted, HttpRequest<?> request);
}
