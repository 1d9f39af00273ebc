package io.jobledger.http;

import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.transaction.exceptions.TransactionException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers 503 while the database is away or its disk is full. The same call may succeed later. */
abstract class DatabaseErrors<T extends RuntimeException> implements ExceptionHandler<T, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseErrors.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ApiErrors errors;

    private DatabaseErrors(ApiErrors errors) {
        this.errors = errors;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, T error) {
        HttpRequest<?> asked = request;
        if (asked.getAttribute(ApiErrors.ENDED, BooleanSupplier.class)
                .filter(BooleanSupplier::getAsBoolean)
                .isPresent()) {
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

    @Singleton
    static final class OfAccess extends DatabaseErrors<DataAccessException> {
        OfAccess(ApiErrors errors) {
            super(errors);
        }
    }

    @Singleton
    static final class OfConnection extends DatabaseErrors<ConnectionException> {
        OfConnection(ApiErrors errors) {
            super(errors);
        }
    }

    @Singleton
    static final class OfPool extends DatabaseErrors<CannotGetJdbcConnectionException> {
        OfPool(ApiErrors errors) {
            super(errors);
        }
    }

    @Singleton
    static final class OfTransaction extends DatabaseErrors<TransactionException> {
        OfTransaction(ApiErrors errors) {
            super(errors);
        }
    }
}
