package io.jobledger.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import java.time.Duration;

/**
 * Answers a request with an error: with this status, in the shape of the API that was called.
 *
 * <p>It carries no stack trace, because it is an answer and no fault of the service.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    @Nullable
    private final transient Duration retryAfter;

    private ApiException(HttpStatus status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Returns an error of the client's making (4xx), or one with the engine's own status. */
    public static ApiException of(HttpStatus status, String message) {
        return new ApiException(status, message, null, null);
    }

    /** Returns 400: the request is wrong. */
    public static ApiException badRequest(String message) {
        return of(HttpStatus.BAD_REQUEST, message);
    }

    /** Returns 404: the job or resource is not known. */
    public static ApiException notFound(String message) {
        return of(HttpStatus.NOT_FOUND, message);
    }

    /** Returns 503 with {@code Retry-After}: an engine or the database is away. The same call may succeed later. */
    public static ApiException unavailable(String message, Duration retryAfter) {
        return unavailable(message, retryAfter, null);
    }

    /** As above, with a cause that our own code reads and the client does not see. */
    public static ApiException unavailable(String message, Duration retryAfter, @Nullable Throwable cause) {
        return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter, cause);
    }

    /** Returns 504 with {@code Retry-After}: an engine was silent for too long. */
    public static ApiException timedOut(String message, Duration retryAfter) {
        return new ApiException(HttpStatus.GATEWAY_TIMEOUT, message, retryAfter, null);
    }

    public HttpStatus status() {
        return status;
    }

    /** Returns the time until the next attempt, or null if that would not help. */
    @Nullable
    public Duration retryAfter() {
        return retryAfter;
    }
}
