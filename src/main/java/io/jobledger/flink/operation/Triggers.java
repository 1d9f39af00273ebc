package io.jobledger.flink.operation;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.http.ApiErrors;
import io.jobledger.http.Json;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks asynchronous operations of the engine, triggered and polled by a request id. The engine drops an outcome five
 * minutes after its end, and all of them with its process. The service records each outcome once the engine has it.
 *
 * <p>A cut-off operation (the service ended before it recorded the engine's answer, or the engine before the outcome)
 * has failed. Exception: its savepoint is found.
 */
public final class Triggers {
    private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

    private static final long PATIENCE_SECONDS = 3;

    /** Time until a running engine's work shows: it caches checkpoints for 3 s, then the recorder has to see them. */
    private static final Duration UNTIL_IT_SHOWS = Duration.ofSeconds(30);

    /** Longest call to the engine, with the wait before it: another service may still wait for the answer. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(12);

    private final FlinkLive live;
    private final EngineClient client;
    private final FlinkOperations operations;
    private final SavepointSearch savepoints;
    private final Disposals disposals;
    private final OperationLog log;
    private final EngineCluster cluster;
    private final Json json;
    private final Clock clock;
    private final ExecutorService blocking;

    /** @param savepoints the engine's default directory for savepoints, null if it is not known */
    public Triggers(
            EngineCluster cluster,
            @Nullable String savepoints,
            FlinkLive live,
            EngineClient client,
            FlinkOperations operations,
            OperationLog log,
            Ledger ledger,
            SavepointCatalogue catalogue,
            Json json,
            Clock clock,
            ExecutorService blocking) {
        this.live = live;
        this.client = client;
        this.operations = operations;
        this.savepoints = new SavepointSearch(ledger, log, catalogue, cluster, savepoints, json);
        this.disposals = new Disposals(catalogue, cluster, json, clock);
        this.log = log;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Answers a poll: from the log once the outcome is there, else as the engine does.
     *
     * @param kinds of operations that have this path for polls; others are not found
     */
    public CompletionStage<HttpResponse<?>> status(
            Set<OperationKind> kinds, @Nullable String jobId, String triggerId, HttpRequest<?> request) {
        return CompletableFuture.supplyAsync(() -> find(kinds, jobId, triggerId), blocking)
                .thenCompose(noted -> noted.flatMap(Triggers::outcome)
                        .<CompletionStage<EngineAnswer>>map(CompletableFuture::completedFuture)
                        .orElseGet(() -> live.read(FlinkLive.target(request))
                                .thenApplyAsync(
                                        answer -> noted.flatMap(operation -> {
                                                    settle(operation, answer);
                                                    return find(kinds, jobId, triggerId);
                                                })
                                                .flatMap(Triggers::outcome)
                                                .orElse(answer),
                                        blocking)))
                .thenApply(FlinkLive::response);
    }

    private Optional<Operation> find(Set<OperationKind> kinds, @Nullable String jobId, String triggerId) {
        return (jobId == null
                        ? log.find(cluster.kind(), cluster.name(), triggerId)
                        : log.find(cluster.job(jobId), triggerId))
                .filter(operation -> kinds.contains(operation.kind()));
    }

    /** Returns the answer about an ended operation; empty while it is in progress. */
    private static Optional<EngineAnswer> outcome(Operation operation) {
        return operation.status() == OperationStatus.IN_PROGRESS
                ? Optional.empty()
                : Optional.of(new EngineAnswer(
                        operation.resultStatus(),
                        ApiErrors.JSON.toString(),
                        operation.result().getBytes(StandardCharsets.UTF_8)));
    }

    /** Asks the engine for outcomes of operations in progress, and ends those that were cut off. */
    public void follow(EngineSession session) {
        disposals.retry();
        for (Operation operation : operations.inProgress()) {
            try {
                if (operation.triggerId() == null) {
                    endIfCutOff(session, operation);
                } else if (AsyncOperations.isPolled(operation.kind())) {
                    settle(
                            operation,
                            client.get(session, AsyncOperations.target(operation))
                                    .toCompletableFuture()
                                    .copy()
                                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                    .join());
                }
            } catch (RuntimeException e) {
                LOG.atLevel(DiskNearlyFullException.level(e))
                        .log("The outcome of operation {} is not known yet: {}", operation.id(), e.toString());
            }
        }
    }

    /** Ends all operations in progress: the engine is gone, and no other will come. */
    public void endAll() {
        operations.inProgress().forEach(operation -> end(operation, savepoints.find(operation)));
    }

    private void endIfCutOff(EngineSession session, Operation operation) {
        Optional<String> savepoint = savepoints.find(operation);
        if (savepoint.isPresent() || isOver(session, operation)) {
            end(operation, savepoint);
        }
    }

    private boolean isOver(EngineSession session, Operation operation) {
        boolean ours = session.pid() != EngineSession.NO_PID;
        if (ours && session.startedAt().toEpochMilli() > operation.requestedAt()) {
            return true;
        }
        Duration wait = ours || operations.begunHere(operation) ? UNTIL_IT_SHOWS : LONGEST_CALL;
        // A cluster that hung continues an operation only when it is back.
        return isPast(operation.requestedAt(), wait)
                && isPast(session.startedAt().toEpochMilli(), UNTIL_IT_SHOWS)
                && !savepoints.isBeingMade(operation);
    }

    private boolean isPast(long since, Duration wait) {
        return clock.millis() - since > wait.toMillis();
    }

    /** Records the outcome if the engine's answer has it. A 404 means that the engine has lost it. */
    private void settle(Operation operation, EngineAnswer answer) {
        if (answer.status() == 404) {
            end(operation, savepoints.find(operation));
        }
        JsonNode body = answer.ok() ? json.read(answer.body()) : null;
        if (body != null && AsyncOperations.isCompleted(body)) {
            boolean failed = AsyncOperations.outcome(body, "failure-cause") != null;
            if (operation.kind() == OperationKind.SAVEPOINT_DISPOSAL && !failed) {
                disposals.completed(operation);
            }
            operations.finish(
                    operation.id(),
                    failed ? OperationStatus.FAILED : OperationStatus.COMPLETED,
                    answer.status(),
                    answer.body());
        }
    }

    /** Ends a cut-off operation: completed with the savepoint that was found, else failed. */
    private void end(Operation operation, Optional<String> savepoint) {
        byte[] body = json.write(
                savepoint.map(AsyncOperations::savepoint).orElseGet(() -> AsyncOperations.lost(operation.kind())));
        operations.finish(
                operation.id(),
                savepoint.isPresent() ? OperationStatus.COMPLETED : OperationStatus.FAILED,
                AsyncOperations.isPolled(operation.kind()) ? 200 : null,
                body);
    }
}
