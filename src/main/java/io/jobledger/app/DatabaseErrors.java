package io.jobledger.app;

import io.jobledger.http.ApiErrors;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.database.DatabaseFailure;
import io.jobledger.ledger.database.SqlStates;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers 503 while the database is away or its disk is full. The same call may succeed later. Throws any other failure
 * again, which the server then answers as if there were no handler. The server asks it last, for failures without a
 * handler of their own type.
 */
@Singleton
final class DatabaseErrors implements ExceptionHandler<RuntimeException, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseErrors.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ApiErrors errors;

    DatabaseErrors(ApiErrors errors) {
        this.errors = errors;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, RuntimeException error) {
        if (!DatabaseFailure.isCauseOf(error)) {
            throw error;
        }
        if (SqlStates.isCancelled(error)) {
            LOG.info(
                    "{} {} was ended: it took too long, or its client left",
                    request.getMethodName(),
                    request.getPath());
        } else {
            LOG.error("The database failed {} {}", request.getMethodName(), request.getPath(), error);
        }
        return errors.handle(
                request, ApiException.unavailable("The database is not available at the moment.", RETRY_AFTER));
    }
}
