package io.jobledger.flink.rescaling;

import io.jobledger.flink.FailureCause;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the answers to a poll, in the engine's shape for all asynchronous operations. */
final class RescalingOutcome {
    private RescalingOutcome() {}

    static JsonNode inProgress() {
        return answer("IN_PROGRESS", JsonNode.nullNode());
    }

    static JsonNode rescaled() {
        return answer("COMPLETED", JsonNode.createObjectNode(Map.of()));
    }

    static JsonNode failed(String message) {
        return failed(FailureCause.of(message));
    }

    /** @param body the engine's error */
    static JsonNode refused(byte[] body, Json json) {
        List<String> errors = new ArrayList<>();
        Json.elements(json.read(body), "errors").forEach(error -> errors.add(error.coerceStringValue()));
        String trace = String.join("\n", errors);
        String type = className(trace);
        return type == null ? failed("The engine refused: " + trace) : failed(FailureCause.of(type, trace));
    }

    /** Returns the class name that a stack trace begins with; null if it begins with none. */
    @Nullable
    private static String className(String trace) {
        int end = trace.indexOf(": ");
        return end > 0 && trace.substring(0, end).matches("[\\w.$]+\\.[\\w$]+") ? trace.substring(0, end) : null;
    }

    private static JsonNode failed(JsonNode cause) {
        return answer("COMPLETED", JsonNode.createObjectNode(Map.of("failure-cause", cause)));
    }

    private static JsonNode answer(String status, JsonNode operation) {
        Map<String, JsonNode> answer = new LinkedHashMap<>();
        answer.put("status", JsonNode.createObjectNode(Map.of("id", JsonNode.createStringNode(status))));
        answer.put("operation", operation);
        return JsonNode.createObjectNode(answer);
    }
}
