package io.jobledger.seatunnel.api;

import io.jobledger.http.ApiErrors;
import io.jobledger.http.Json;
import io.jobledger.seatunnel.ContractShape;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;

/** Answers of SeaTunnel's API, and the bodies that come with requests to it. */
@Singleton
final class SeaTunnelAnswers {
    private final ContractShape shape;
    private final Json json;

    SeaTunnelAnswers(ContractShape shape, Json json) {
        this.shape = shape;
        this.json = json;
    }

    /** What the engine says of jobs, in the contract's shape. */
    HttpResponse<?> shaped(JsonNode answer) {
        return asItIs(shape.of(answer));
    }

    HttpResponse<?> asItIs(JsonNode answer) {
        return HttpResponse.ok(json.write(answer)).contentType(ApiErrors.JSON);
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
