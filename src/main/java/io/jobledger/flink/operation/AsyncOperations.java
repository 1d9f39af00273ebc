package io.jobledger.flink.operation;

import io.jobledger.flink.FailureCause;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Knows the paths and answers of operations that the engine runs asynchronously. */
final class AsyncOperations {
    private static final String LOST =
            "The outcome of this operation is not known: the Flink cluster, or jobledger in front of it, ended before it was.";

    private AsyncOperations() {}

    /** Returns true if clients poll for the outcome of such an operation. */
    static boolean isPolled(OperationKind kind) {
        return switch (kind) {
            case SAVEPOINT, STOP, CHECKPOINT, SAVEPOINT_DISPOSAL, DATASET_DELETION -> true;
            default -> false;
        };
    }

    static boolean makesSavepoint(OperationKind kind) {
        return kind == OperationKind.SAVEPOINT || kind == OperationKind.STOP;
    }

    /** Returns the engine's path for the operation's outcome. */
    static String target(Operation operation) {
        return switch (operation.kind()) {
            case SAVEPOINT, STOP -> "/jobs/" + operation.jobId() + "/savepoints/" + operation.triggerId();
            case CHECKPOINT -> "/jobs/" + operation.jobId() + "/checkpoints/" + operation.triggerId();
            case SAVEPOINT_DISPOSAL -> "/savepoint-disposal/" + operation.triggerId();
            case DATASET_DELETION -> "/datasets/delete/" + operation.triggerId();
            default -> throw new IllegalArgumentException("Not polled: " + operation.kind());
        };
    }

    /** Returns the engine's answer about a completed savepoint. */
    static JsonNode savepoint(String location) {
        return completed(Map.of("location", JsonNode.createStringNode(location)));
    }

    /** Returns the answer, also recorded, for an operation with an unknown outcome. */
    static JsonNode lost(OperationKind kind) {
        if (!isPolled(kind)) {
            return errors(LOST);
        }
        return completed(Map.of("failure-cause", FailureCause.of(LOST)));
    }

    static JsonNode errors(@Nullable String message) {
        return JsonNode.createObjectNode(Map.of(
                "errors", JsonNode.createArrayNode(List.of(JsonNode.createStringNode(String.valueOf(message))))));
    }

    private static JsonNode completed(Map<String, JsonNode> outcome) {
        Map<String, JsonNode> body = new LinkedHashMap<>();
        body.put("status", JsonNode.createObjectNode(Map.of("id", JsonNode.createStringNode("COMPLETED"))));
        body.put("operation", JsonNode.createObjectNode(outcome));
        return JsonNode.createObjectNode(body);
    }

    /** Returns true if the engine's answer says that the operation has ended. */
    static boolean isCompleted(JsonNode answer) {
        JsonNode status = answer.get("status");
        return status != null
                && status.isObject()
                && status.get("id") != null
                && "COMPLETED".equals(status.get("id").coerceStringValue());
    }

    /** Returns a part of the outcome; null if it has none of that name. */
    @Nullable
    static JsonNode outcome(JsonNode answer, String name) {
        JsonNode outcome = answer.isObject() ? answer.get("operation") : null;
        return outcome != null && outcome.isObject() ? outcome.get(name) : null;
    }
}
