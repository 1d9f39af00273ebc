package io.jobledger.flink.operation;

import io.jobledger.engine.EngineAnswer;
import io.jobledger.engine.EngineClient;
import io.jobledger.engine.EngineSession;
import io.jobledger.flink.FailureCause;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.Json;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.http.ApiErrors;
import io.jobledger.ledger.NewOperation;
import io.jobledger.ledger.Operation;
import io.jobledger.ledger.OperationKind;
import io.jobledger.ledger.OperationLog;
import io.jobledger.ledger.OperationStatus;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asynchronous operations of the engine: triggered with a request id, polled by it. The engine drops an outcome five
 * minutes after its end, and all of them with its process; here it is noted as soon as it is there.
 */
@Singleton
public final class Triggers {
    private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

    private static final long PATIENCE_SECONDS = 3;

    private final FlinkLive live;
    private final LiveJobs jobs;
    private final EngineClient client;
    private final OperationLog log;
    private final FlinkCluster cluster;
    private final Json json;
    private final Clock clock;
    private final ExecutorService blocking;

    Triggers(
            FlinkLive live,
            LiveJobs jobs,
            EngineClient client,
            OperationLog log,
            FlinkCluster cluster,
            Json json,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.live = live;
        this.jobs = jobs;
        this.client = client;
        this.log = log;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Passes a request on that starts an asynchronous operation, and notes it before the client learns its request id.
     *
     * @param jobId the job that it is about, null for none
     */
    public CompletionStage<HttpResponse<?>> trigger(
            OperationKind kind, @Nullable String jobId, HttpRequest<?> request) {
        Asked asked = Asked.by(request);
        return FlinkLive.body(request)
                .thenCompose(body -> live.call(
                                request.getMethod(), FlinkLive.target(request), FlinkLive.contentType(request), body)
                        .thenApplyAsync(
                                answer -> {
                                    jobs.changed();
                                    String triggerId =
                                            answer.ok() ? Json.text(json.read(answer.body()), "request-id") : null;
                                    if (triggerId != null) {
                                        accepted(() -> log.begin(operation(kind, jobId, triggerId, asked, body)));
                                    }
                                    return FlinkLive.response(answer);
                                },
                                blocking));
    }

    /** Notes something that was asked of the engine and is done with its answer. */
    public void note(OperationKind kind, @Nullable String jobId, Asked asked, byte[] body, int status, byte[] answer) {
        jobs.changed();
        accepted(() -> {
            Operation operation = log.begin(operation(kind, jobId, null, asked, body));
            finish(operation, status / 100 == 2 ? OperationStatus.COMPLETED : OperationStatus.FAILED, status, answer);
        });
    }

    /** What the engine has done is not undone by a failure to note it: a client told of an error would ask for it twice. */
    private static void accepted(Runnable note) {
        try {
            note.run();
        } catch (RuntimeException e) {
            LOG.error("What the engine did could not be noted", e);
        }
    }

    /** Answers a poll: from the log once the outcome is there, else as the engine does. */
    public CompletionStage<HttpResponse<?>> status(@Nullable String jobId, String triggerId, HttpRequest<?> request) {
        return CompletableFuture.supplyAsync(() -> find(jobId, triggerId), blocking)
                .thenCompose(noted -> noted.filter(Triggers::finished)
                        .<CompletionStage<EngineAnswer>>map(
                                operation -> CompletableFuture.completedFuture(outcome(operation)))
                        .orElseGet(() -> live.read(FlinkLive.target(request))
                                .thenApplyAsync(
                                        answer -> noted.map(operation -> settle(operation, answer))
                                                .orElse(answer),
                                        blocking)))
                .thenApply(FlinkLive::response);
    }

    /** Asks the engine for the outcome of everything that is in progress. */
    public void follow(EngineSession session) {
        for (Operation operation : log.inProgress(FlinkCluster.ENGINE, cluster.name())) {
            String target = target(operation);
            if (target == null) {
                continue;
            }
            try {
                settle(
                        operation,
                        client.get(session, target)
                                .toCompletableFuture()
                                .copy()
                                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                .join());
            } catch (RuntimeException e) {
                LOG.warn("The outcome of operation {} is not known yet: {}", operation.id(), e.toString());
            }
        }
    }

    private Optional<Operation> find(@Nullable String jobId, String triggerId) {
        return jobId == null
                ? log.find(FlinkCluster.ENGINE, cluster.name(), triggerId)
                : log.find(cluster.job(jobId), triggerId);
    }

    private static boolean finished(Operation operation) {
        return operation.status() != OperationStatus.IN_PROGRESS;
    }

    private static EngineAnswer outcome(Operation operation) {
        return new EngineAnswer(
                operation.resultStatus(),
                ApiErrors.JSON.toString(),
                operation.result().getBytes(StandardCharsets.UTF_8));
    }

    /** Notes the outcome if the engine's answer to a poll tells it. An engine that knows nothing of it has lost it. */
    private EngineAnswer settle(Operation operation, EngineAnswer answer) {
        if (answer.status() == 404) {
            byte[] lost = json.write(lost());
            finish(operation, OperationStatus.FAILED, 200, lost);
            return new EngineAnswer(200, ApiErrors.JSON.toString(), lost);
        }
        if (answer.ok()) {
            JsonNode body = json.read(answer.body());
            JsonNode status = body.get("status");
            if (status != null && status.isObject() && "COMPLETED".equals(Json.text(status, "id"))) {
                JsonNode result = body.get("operation");
                boolean failed = result != null && result.isObject() && result.get("failure-cause") != null;
                finish(
                        operation,
                        failed ? OperationStatus.FAILED : OperationStatus.COMPLETED,
                        answer.status(),
                        answer.body());
            }
        }
        return answer;
    }

    private void finish(Operation operation, OperationStatus status, int httpStatus, byte[] body) {
        log.finish(operation.id(), status, httpStatus, new String(body, StandardCharsets.UTF_8), clock.millis());
    }

    private static JsonNode lost() {
        JsonNode cause = FailureCause.of("The Flink cluster ended before the outcome of this operation was known.");
        Map<String, JsonNode> body = new LinkedHashMap<>();
        body.put("status", JsonNode.createObjectNode(Map.of("id", JsonNode.createStringNode("COMPLETED"))));
        body.put("operation", JsonNode.createObjectNode(Map.of("failure-cause", cause)));
        return JsonNode.createObjectNode(body);
    }

    /** Where the engine is asked for an operation's outcome, null for one that is not polled. */
    @Nullable
    private static String target(Operation operation) {
        return switch (operation.kind()) {
            case SAVEPOINT, STOP -> "/jobs/" + operation.jobId() + "/savepoints/" + operation.triggerId();
            case CHECKPOINT -> "/jobs/" + operation.jobId() + "/checkpoints/" + operation.triggerId();
            case SAVEPOINT_DISPOSAL -> "/savepoint-disposal/" + operation.triggerId();
            case DATASET_DELETION -> "/datasets/delete/" + operation.triggerId();
            default -> null;
        };
    }

    private NewOperation operation(
            OperationKind kind, @Nullable String jobId, @Nullable String triggerId, Asked asked, byte[] body) {
        return new NewOperation(
                FlinkCluster.ENGINE,
                cluster.name(),
                jobId,
                kind,
                triggerId,
                clock.millis(),
                asked.from(),
                asked.with(body));
    }
}
