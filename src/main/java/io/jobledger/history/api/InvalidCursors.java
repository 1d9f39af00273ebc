package io.jobledger.history.api;

import io.jobledger.http.ApiErrors;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.page.InvalidCursorException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers 400 to an invalid cursor, or a cursor of another query. */
@Singleton
final class InvalidCursors implements ExceptionHandler<InvalidCursorException, HttpResponse<?>> {
    private final ApiErrors errors;

    InvalidCursors(ApiErrors errors) {
        this.errors = errors;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, InvalidCursorException error) {
        return errors.handle(
                request,
                ApiException.badRequest("The parameter cursor takes one that this very question was answered with."));
    }
}
