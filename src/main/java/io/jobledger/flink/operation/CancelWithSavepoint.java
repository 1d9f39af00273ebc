package io.jobledger.flink.operation;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.live.FlinkAnswers;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/**
 * Serves {@code GET /jobs/:jobid/cancel-with-savepoint}, which engines no longer have, by the savepoint operation that
 * replaced it. The request id is the operation's id in the log.
 */
public record CancelWithSavepoint(
        JobExistence known,
        FlinkOperations operations,
        FlinkLive live,
        OperationLog log,
        EngineCluster cluster,
        Json json,
        ExecutorService blocking) {
    private static final String PATH = "/cancel-with-savepoint";

    /**
     * Triggers the operation. A request during one in progress joins it, as proxies may repeat a GET.
     *
     * @param directory the savepoint's target; null for the engine's default
     */
    public CompletionStage<HttpResponse<?>> trigger(String jobid, @Nullable String directory, HttpRequest<?> request) {
        String jobId = FlinkIds.hex("jobid", jobid);
        ClientRequest asked = ClientRequest.by(request).with(body(directory));
        return known.require(jobId)
                .thenApplyAsync(there -> inProgress(jobId), blocking)
                .thenCompose(earlier -> earlier.<CompletionStage<HttpResponse<?>>>map(
                                operation -> CompletableFuture.completedFuture(accepted(jobId, operation.id())))
                        .orElseGet(() -> trigger(jobId, asked)));
    }

    private CompletionStage<HttpResponse<?>> trigger(String jobId, ClientRequest asked) {
        return operations
                .ask(
                        OperationKind.SAVEPOINT,
                        jobId,
                        asked,
                        id -> live.call(HttpMethod.POST, "/jobs/" + jobId + "/savepoints", null, asked.body())
                                .thenApply(answer -> new Triggered(id, answer)),
                        Triggered::answer)
                .thenApply(triggered -> triggered.answer().ok()
                        ? accepted(jobId, triggered.id())
                        : FlinkLive.response(triggered.answer()));
    }

    private byte[] body(@Nullable String directory) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("cancel-job", JsonNode.createBooleanNode(true));
        if (directory != null) {
            fields.put("target-directory", JsonNode.createStringNode(directory));
        }
        return json.write(JsonNode.createObjectNode(fields));
    }

    private Optional<Operation> inProgress(String jobId) {
        return log.ofJob(cluster.job(jobId)).stream()
                .filter(operation ->
                        operation.status() == OperationStatus.IN_PROGRESS && isCancelWithSavepoint(operation))
                .findFirst();
    }

    private static boolean isCancelWithSavepoint(Operation operation) {
        return operation.kind() == OperationKind.SAVEPOINT
                && ClientRequest.line(operation).contains(PATH);
    }

    private HttpResponse<?> accepted(String jobId, long id) {
        String location = "/jobs/" + jobId + PATH + "/in-progress/" + id;
        return answer(202, "accepted", id, "location", location)
                .toMutableResponse()
                .header(HttpHeaders.LOCATION, location);
    }

    /** Answers with the state of the operation. */
    public CompletionStage<HttpResponse<?>> progress(String jobid, long requestId) {
        String jobId = FlinkIds.hex("jobid", jobid);
        return CompletableFuture.supplyAsync(
                () -> log.find(cluster.job(jobId), requestId)
                        .filter(CancelWithSavepoint::isCancelWithSavepoint)
                        .map(this::progress)
                        .orElseThrow(() -> FlinkEngineErrors.unknown("There is no cancellation with savepoint of job "
                                + jobId + " with request id " + requestId)),
                blocking);
    }

    private HttpResponse<?> progress(Operation operation) {
        if (operation.status() == OperationStatus.IN_PROGRESS) {
            return answer(202, "in-progress", operation.id(), null, null);
        }
        JsonNode result;
        try {
            result = json.read(operation.result());
        } catch (UncheckedIOException e) {
            // The error page of a proxy between the service and the engine.
            return failed(operation, operation.result());
        }
        String location = text(AsyncOperations.outcome(result, "location"));
        if (location != null) {
            return answer(200, "success", operation.id(), "savepoint-path", location);
        }
        JsonNode failure = AsyncOperations.outcome(result, "failure-cause");
        String cause = failure != null && failure.isObject() ? Json.text(failure, "stack-trace") : null;
        if (cause == null && result.isObject()) {
            for (JsonNode error : Json.elements(result, "errors")) {
                cause = cause == null ? text(error) : cause;
            }
        }
        return failed(operation, cause == null ? operation.result() : cause);
    }

    @Nullable
    private static String text(@Nullable JsonNode node) {
        return node != null && node.isString() ? node.getStringValue() : null;
    }

    /** @param cause only its first line is sent: the message, without the frames below it */
    private HttpResponse<?> failed(Operation operation, String cause) {
        return answer(200, "failed", operation.id(), "cause", cause.split("\n", 2)[0]);
    }

    private HttpResponse<?> answer(
            int httpStatus, String status, long id, @Nullable String field, @Nullable String value) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("status", JsonNode.createStringNode(status));
        fields.put("request-id", JsonNode.createNumberNode(id));
        if (field != null) {
            fields.put(field, JsonNode.createStringNode(value));
        }
        return FlinkAnswers.json(httpStatus, json.write(JsonNode.createObjectNode(fields)));
    }

    private record Triggered(long id, EngineAnswer answer) {}
}
