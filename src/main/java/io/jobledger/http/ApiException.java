package io.jobledger.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import java.time.Duration;

/**
 * An answer that is an error: it reaches the client with this status, in the shape of the API that was called.
 *
 * <p>It carries no stack trace: it is an answer, not a fault of ours.
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

    /** An error of the client's making (4xx), or one that the engine itself answers with the given status. */
    public static ApiException of(HttpStatus status, String message) {
        return new ApiException(status, message, null, null);
    }

    /** 400: the request cannot be understood. */
    public static ApiException badRequest(String message) {
        return of(HttpStatus.BAD_REQUEST, message);
    }

    /** 404: what was asked for is not known. */
    public static ApiException notFound(String message) {
        return of(HttpStatus.NOT_FOUND, message);
    }

    /** 503 with {@code Retry-After}: an engine or the database is not there; the same call may succeed later. */
    public static ApiException unavailable(String message, Duration retryAfter) {
        return unavailable(message, retryAfter, null);
    }

    /** As above, with a cause that is for callers of ours, not for the client. */
    public static ApiException unavailable(String message, Duration retryAfter, @Nullable Throwable cause) {
        return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter, cause);
    }

    /** 504 with {@code Retry-After}: an engine was silent for too long. */
    public static ApiException timedOut(String message, Duration retryAfter) {
        return new ApiException(HttpStatus.GATEWAY_TIMEOUT, message, retryAfter, null);
    }

    public HttpStatus status() {
        return status;
    }

    /** When to try again, or null if that would not help. */
    @Nullable
    public Duration retryAfter() {
        return retryAfter;
    }
}
