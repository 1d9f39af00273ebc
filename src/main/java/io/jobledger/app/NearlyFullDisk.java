package io.jobledger.app;

import io.jobledger.http.ApiErrors;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.time.Duration;

/** A call that has to be written down, for which there is no room, is a 503 of its API that says so. */
@Singleton
final class NearlyFullDisk implements ExceptionHandler<DiskNearlyFullException, HttpResponse<?>> {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final ApiErrors errors;

    NearlyFullDisk(ApiErrors errors) {
        this.errors = errors;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, DiskNearlyFullException error) {
        return errors.handle(request, ApiException.unavailable(error.getMessage(), RETRY_AFTER));
    }
}
