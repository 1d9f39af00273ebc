package io.jobledger.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Gives the framework's 403 a body, which it lacks. The framework refuses pages of other sites at a loopback address. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ForbiddenAnswers {
    private final ApiErrors errors;

    ForbiddenAnswers(ApiErrors errors) {
        this.errors = errors;
    }

    /** Returns the answer in the shape of the API that was called; null leaves an answer as it is. */
    @ResponseFilter
    @Nullable
    HttpResponse<?> word(HttpRequest<?> request, HttpResponse<?> response) {
        HttpStatus status = HttpStatus.FORBIDDEN;
        return response.code() == status.getCode() && response.body() == null
                ? errors.handle(request, ApiException.of(status, status.getReason()))
                : null;
    }
}
