package io.jobledger.flink.recorded;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Limits and filters an {@code /exceptions} document the way the JobManager does. */
final class ExceptionsView {
    /** The JobManager's own limit for requests that ask for none. */
    static final int DEFAULT_LIMIT = 20;

    private ExceptionsView() {}

    /**
     * @param limit maximum number of entries in either list, 0 or more
     * @param labels {@code key:value} pairs, comma separated; an entry must carry all of them; null for no filter
     * @throws ApiException 400 if a label is not of that form
     */
    static JsonNode of(JsonNode exceptions, int limit, @Nullable String labels) {
        Map<String, JsonNode> changes = new HashMap<>();
        List<JsonNode> all = new ArrayList<>();
        Json.elements(exceptions, "all-exceptions").forEach(all::add);
        if (all.size() > limit) {
            changes.put("all-exceptions", JsonNode.createArrayNode(all.subList(0, limit)));
            changes.put("truncated", JsonNode.createBooleanNode(true));
        }
        JsonNode history = exceptions.get("exceptionHistory");
        if (history != null && history.isObject()) {
            changes.put("exceptionHistory", history(history, limit, wanted(labels)));
        }
        return Json.with(exceptions, changes);
    }

    private static JsonNode history(JsonNode history, int limit, Map<String, Set<String>> wanted) {
        List<JsonNode> matching = new ArrayList<>();
        for (JsonNode entry : Json.elements(history, "entries")) {
            if (matches(entry.get("failureLabels"), wanted)) {
                matching.add(entry);
            }
        }
        boolean truncated = matching.size() > limit
                || wanted.isEmpty()
                        && history.get("truncated") != null
                        && history.get("truncated").getBooleanValue();
        List<JsonNode> shown = matching.subList(0, Math.min(limit, matching.size()));
        return Json.with(
                history,
                Map.of("entries", JsonNode.createArrayNode(shown), "truncated", JsonNode.createBooleanNode(truncated)));
    }

    private static boolean matches(@Nullable JsonNode labels, Map<String, Set<String>> wanted) {
        return wanted.entrySet().stream().allMatch(want -> {
            String value = labels == null || !labels.isObject() ? null : Json.text(labels, want.getKey());
            return value != null && want.getValue().contains(value);
        });
    }

    private static Map<String, Set<String>> wanted(@Nullable String labels) {
        Map<String, Set<String>> wanted = new HashMap<>();
        if (labels == null || labels.isEmpty()) {
            return wanted;
        }
        for (String label : labels.split(",")) {
            String[] pair = label.split(":", -1);
            if (pair.length != 2) {
                throw FlinkEngineErrors.unresolvableQuery("failureLabelFilter", labels);
            }
            wanted.computeIfAbsent(pair[0], key -> new HashSet<>()).add(pair[1]);
        }
        return wanted;
    }
}
