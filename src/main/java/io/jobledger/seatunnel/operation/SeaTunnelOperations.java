package io.jobledger.seatunnel.operation;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.seatunnel.SeaTunnelCluster;
import io.jobledger.seatunnel.secrets.Secrets;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what is asked of the engine before it hears of it, and its answer before the client gets that. All of it without
 * secrets. An operation stays in progress if the engine may have taken it although its answer did not come through.
 */
@Singleton
final class SeaTunnelOperations {
    private static final Logger LOG = LoggerFactory.getLogger(SeaTunnelOperations.class);

    private final OperationLog log;
    private final SeaTunnelCluster cluster;
    private final Json json;
    private final Clock clock;
    private final ExecutorService blocking;

    SeaTunnelOperations(
            OperationLog log,
            SeaTunnelCluster cluster,
            Json json,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.log = log;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Lets {@code call} ask the engine.
     *
     * @param jobId null if the engine has yet to give the job one; then it is the answer's {@code jobId}
     * @param from the client's address, null if it is not known
     * @param request what is asked, as it is noted once its secrets are masked
     */
    CompletionStage<JsonNode> ask(
            OperationKind kind,
            @Nullable String jobId,
            @Nullable String from,
            JsonNode request,
            Supplier<CompletionStage<JsonNode>> call) {
        return CompletableFuture.supplyAsync(() -> begin(kind, jobId, from, request), blocking)
                .thenCompose(id -> call.get()
                        .handleAsync(
                                (answer, error) -> {
                                    if (error != null) {
                                        Throwable cause = cause(error);
                                        note(id, () -> failed(id, cause));
                                        throw new CompletionException(cause);
                                    }
                                    note(id, () -> answered(id, jobId, answer));
                                    return answer;
                                },
                                blocking));
    }

    private long begin(OperationKind kind, @Nullable String jobId, @Nullable String from, JsonNode request) {
        return log.begin(new NewOperation(
                        SeaTunnelCluster.ENGINE,
                        cluster.name(),
                        jobId,
                        kind,
                        null,
                        clock.millis(),
                        from,
                        masked(request)))
                .id();
    }

    /** What the engine has done is not undone by a failure to note it: a client told of an error would ask for it twice. */
    private static void note(long id, Runnable outcome) {
        try {
            outcome.run();
        } catch (RuntimeException e) {
            LOG.error("How operation {} came out could not be noted", id, e);
        }
    }

    private void answered(long id, @Nullable String jobId, JsonNode answer) {
        String made = Json.scalar(answer, "jobId");
        if (jobId == null && made != null) {
            log.made(id, made);
        }
        log.finish(id, OperationStatus.COMPLETED, HttpStatus.OK.getCode(), masked(answer), clock.millis());
    }

    private void failed(long id, Throwable error) {
        if (EngineCalls.outcomeUnknown(error)) {
            return;
        }
        Integer status =
                error instanceof ApiException api ? Integer.valueOf(api.status().getCode()) : null;
        Map<String, JsonNode> result = new LinkedHashMap<>();
        result.put("status", JsonNode.createStringNode("fail"));
        result.put("message", JsonNode.createStringNode(String.valueOf(error.getMessage())));
        log.finish(id, OperationStatus.FAILED, status, masked(JsonNode.createObjectNode(result)), clock.millis());
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private String masked(JsonNode node) {
        return json.writeText(Secrets.of(node));
    }
}
