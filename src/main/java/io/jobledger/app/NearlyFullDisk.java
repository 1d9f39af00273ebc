package io.jobledger.app;

import io.jobledger.http.ApiErrors;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Answers 503, in the shape of the API, if the disk has no room to record the request. */
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
