package io.jobledger.connect.recorded;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.connect.live.JsonAnswer;
import io.jobledger.engine.Engine;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decides who answers about one connector: the workers, or the ledger if they are away or do not know it. */
public record ConnectorAnswers(Engine engine, RecordedConnectors recorded, Json json, Executor blocking) {
    private static final JsonNode NONE = JsonNode.createArrayNode(java.util.List.of());

    /**
     * Returns the workers' answer, or that of the ledger.
     *
     * @param live asks the workers
     * @param past reads the ledger
     */
    public CompletionStage<JsonAnswer> either(
            Supplier<CompletionStage<JsonAnswer>> live, Function<RecordedConnectors, Optional<JsonNode>> past) {
        if (engine.session().isEmpty()) {
            return past(past).thenCompose(known -> known.isPresent() ? done(known.get()) : live.get());
        }
        return live.get()
                .handle((answer, error) -> {
                    if (error == null && !isUnknown(answer) || error != null && !isAway(error)) {
                        return given(answer, error);
                    }
                    return past(past)
                            .thenCompose(known -> known.isPresent() ? done(known.get()) : given(answer, error));
                })
                .thenCompose(answer -> answer);
    }

    private CompletionStage<Optional<JsonNode>> past(Function<RecordedConnectors, Optional<JsonNode>> past) {
        return CompletableFuture.supplyAsync(() -> past.apply(recorded), blocking);
    }

    private CompletionStage<JsonAnswer> done(JsonNode body) {
        return CompletableFuture.completedStage(JsonAnswer.ok(json, body));
    }

    private static CompletionStage<JsonAnswer> given(JsonAnswer answer, Throwable error) {
        return error == null ? CompletableFuture.completedStage(answer) : CompletableFuture.failedStage(error);
    }

    /** Workers have no tasks of a connector that they do not know. */
    private boolean isUnknown(JsonAnswer answer) {
        return answer.status() == HttpStatus.NOT_FOUND
                || answer.status() == HttpStatus.OK
                        && NONE.equals(json.read(answer.body()).get("body"));
    }

    private static boolean isAway(Throwable error) {
        return EngineCalls.cause(error) instanceof ApiException api && api.status() == HttpStatus.SERVICE_UNAVAILABLE;
    }
}
