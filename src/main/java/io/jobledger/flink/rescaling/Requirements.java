package io.jobledger.flink.rescaling;

import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Holds the parallelism that a job asks for: the engine's {@code /jobs/:jobid/resource-requirements}.
 *
 * @param byVertex the bounds by vertex id, of every vertex of the job
 */
record Requirements(Map<String, Bounds> byVertex) {

    /**
     * @param lower slots below which the vertex does not run
     * @param upper most slots that the vertex uses
     */
    record Bounds(long lower, long upper) {}

    /** @throws IllegalArgumentException if a vertex has no bounds */
    static Requirements of(JsonNode document) {
        Map<String, Bounds> byVertex = new LinkedHashMap<>();
        Json.fields(document).forEach((vertex, requirements) -> {
            JsonNode parallelism = requirements.get("parallelism");
            Long lower = parallelism == null ? null : Json.number(parallelism, "lowerBound");
            Long upper = parallelism == null ? null : Json.number(parallelism, "upperBound");
            if (lower == null || upper == null) {
                throw new IllegalArgumentException("No bounds of vertex " + vertex);
            }
            byVertex.put(vertex, new Bounds(lower, upper));
        });
        return new Requirements(byVertex);
    }

    /** Requires exactly this parallelism: the job runs on unchanged until there are slots for all of it. */
    Requirements exactly(int parallelism) {
        return with(former -> new Bounds(parallelism, parallelism));
    }

    /** Allows this parallelism and, as before, less: a restarted job makes do with the slots that are left. */
    Requirements upTo(int parallelism) {
        return with(former -> new Bounds(Math.min(former.lower(), parallelism), parallelism));
    }

    private Requirements with(UnaryOperator<Bounds> change) {
        Map<String, Bounds> changed = new LinkedHashMap<>();
        byVertex.forEach((vertex, bounds) -> changed.put(vertex, change.apply(bounds)));
        return new Requirements(changed);
    }

    JsonNode document() {
        Map<String, JsonNode> document = new LinkedHashMap<>();
        byVertex.forEach((vertex, bounds) -> {
            Map<String, JsonNode> parallelism = new LinkedHashMap<>();
            parallelism.put("lowerBound", JsonNode.createNumberNode(bounds.lower()));
            parallelism.put("upperBound", JsonNode.createNumberNode(bounds.upper()));
            document.put(
                    vertex, JsonNode.createObjectNode(Map.of("parallelism", JsonNode.createObjectNode(parallelism))));
        });
        return JsonNode.createObjectNode(document);
    }
}
