package io.jobledger.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.netty.handler.codec.DecoderException;
import jakarta.inject.Singleton;

/** Answers 400 to a body that the HTTP codec cannot decode, such as a multipart form without its parts. */
@Singleton
final class UndecodableBody implements ExceptionHandler<DecoderException, HttpResponse<?>> {
    private final ApiErrors errors;

    UndecodableBody(ApiErrors errors) {
        this.errors = errors;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, DecoderException error) {
        return errors.handle(request, ApiException.badRequest("The body of the request cannot be decoded."));
    }
}
