package io.jobledger.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.EOFException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a request whose client has closed the connection within the body. Nobody gets the answer; metrics count a 400. */
@Singleton
public final class BrokenOffBody implements ExceptionHandler<EOFException, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenOffBody.class);

    /** The framework's message. */
    private static final String MESSAGE = "Connection closed before full body was received";

    private final ApiErrors errors;

    BrokenOffBody(ApiErrors errors) {
        this.errors = errors;
    }

    /** Returns the error, or a cause of it, that says that a client broke off its body; null if none does. */
    @Nullable
    public static EOFException in(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException ended && isBrokenOff(ended)) {
                return ended;
            }
        }
        return null;
    }

    private static boolean isBrokenOff(EOFException error) {
        return MESSAGE.equals(error.getMessage());
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, EOFException error) {
        if (!isBrokenOff(error)) {
            LOG.error("{} {} failed", request.getMethodName(), request.getPath(), error);
            HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
            return errors.handle(request, ApiException.of(status, status.getReason()));
        }
        LOG.info("{} {} was broken off by the client", request.getMethodName(), request.getPath());
        return errors.handle(request, ApiException.badRequest("The body of the request is not whole."));
    }
}
