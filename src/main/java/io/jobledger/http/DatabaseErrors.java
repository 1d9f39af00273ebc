package io.jobledger.http;

import io.micronaut.context.annotation.Factory;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.transaction.exceptions.TransactionException;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that is not there, or cannot do its work (a full disk), is a 503: the same call may succeed later. */
@Factory
final class DatabaseErrors {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseErrors.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Singleton
    ExceptionHandler<DataAccessException, HttpResponse<?>> access(ApiErrors errors) {
        return handler(errors);
    }

    @Singleton
    ExceptionHandler<ConnectionException, HttpResponse<?>> connection(ApiErrors errors) {
        return handler(errors);
    }

    @Singleton
    ExceptionHandler<TransactionException, HttpResponse<?>> transaction(ApiErrors errors) {
        return handler(errors);
    }

    private static <T extends RuntimeException> ExceptionHandler<T, HttpResponse<?>> handler(ApiErrors errors) {
        return (request, error) -> {
            LOG.error("The database failed {} {}", request.getMethodName(), request.getPath(), error);
            return errors.handle(
                    request, ApiException.unavailable("The database is not available at the moment.", RETRY_AFTER));
        };
    }
}
