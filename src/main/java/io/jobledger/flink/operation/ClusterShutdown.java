package io.jobledger.flink.operation;

import io.jobledger.engine.Engine;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.http.ApiErrors;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Serves {@code DELETE /cluster}: stops the engine until the service restarts. History stays available. */
public final class ClusterShutdown {
    private static final EngineAnswer DONE =
            new EngineAnswer(200, ApiErrors.JSON.toString(), "{}".getBytes(StandardCharsets.UTF_8));

    private final Engine engine;
    private final FlinkOperations operations;

    public ClusterShutdown(Engine engine, FlinkOperations operations) {
        this.engine = engine;
        this.operations = operations;
    }

    public CompletionStage<HttpResponse<?>> shutDown(HttpRequest<?> request) {
        return operations
                .ask(OperationKind.CLUSTER_SHUTDOWN, null, ClientRequest.by(request), () -> {
                    engine.stop();
                    return CompletableFuture.completedFuture(DONE);
                })
                .thenApply(FlinkLive::response);
    }
}
