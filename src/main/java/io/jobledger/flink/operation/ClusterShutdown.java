package io.jobledger.flink.operation;

import io.jobledger.engine.Engine;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.live.FlinkAnswers;
import io.jobledger.ledger.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** {@code DELETE /cluster}: the engine stays down until the service restarts, and history goes on. */
@Singleton
public final class ClusterShutdown {
    private static final byte[] DONE = "{}".getBytes(StandardCharsets.UTF_8);

    private final Engine engine;
    private final Triggers triggers;
    private final ExecutorService blocking;

    ClusterShutdown(
            @Named(FlinkCluster.ENGINE) Engine engine,
            Triggers triggers,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.engine = engine;
        this.triggers = triggers;
        this.blocking = blocking;
    }

    public CompletionStage<HttpResponse<?>> shutDown(HttpRequest<?> request) {
        Asked asked = Asked.by(request);
        return CompletableFuture.supplyAsync(
                () -> {
                    triggers.note(OperationKind.CLUSTER_SHUTDOWN, null, asked, new byte[0], 200, DONE);
                    engine.stop();
                    return FlinkAnswers.json(200, DONE);
                },
                blocking);
    }
}
