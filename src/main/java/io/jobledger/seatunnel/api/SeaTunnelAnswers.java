package io.jobledger.seatunnel.api;

import io.jobledger.http.ApiErrors;
import io.jobledger.seatunnel.ContractShape;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;

/** Answers of SeaTunnel's API, and the bodies that come with requests to it. */
@Singleton
final class SeaTunnelAnswers {
    private final ContractShape shape;
    private final JsonMapper mapper;

    SeaTunnelAnswers(ContractShape shape, JsonMapper mapper) {
        this.shape = shape;
        this.mapper = mapper;
    }

    /** What the engine says of jobs, in the contract's shape. */
    HttpResponse<?> shaped(JsonNode answer) {
        return asItIs(shape.of(answer));
    }

    HttpResponse<?> asItIs(JsonNode answer) {
        try {
            return HttpResponse.ok(mapper.writeValueAsBytes(answer)).contentType(ApiErrors.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The whole body of a request. One that is too large is 413, but only once all of it has come: some clients read no
     * answer before they have sent everything, and would only see that the connection was closed.
     */
    static CompletionStage<byte[]> body(HttpRequest<?> request) {
        return Flux.from(((ServerHttpRequest<?>) request).byteBody().toByteArrayPublisher())
                .collect(LimitedBody::new, LimitedBody::add)
                .map(LimitedBody::bytes)
                .toFuture();
    }
}
