package io.jobledger.history.record;

import io.jobledger.history.contract.model.Comparison;
import io.jobledger.history.contract.model.Difference;
import io.jobledger.history.contract.model.JobRecord;
import io.jobledger.history.contract.model.Vertex;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the differences between two runs. */
@Singleton
public final class Comparisons {
    private final Json json;

    Comparisons(Json json) {
        this.json = json;
    }

    public Comparison of(JobRecord left, JobRecord right) {
        List<Difference> differences = new ArrayList<>();
        compare("", facts(left), facts(right), differences);
        return new Comparison(left, right, differences);
    }

    /** Returns the compared facts. Vertices are compared by name, because ids and positions change with the graph. */
    private JsonNode facts(JobRecord job) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", job.getName());
        facts.put("state", job.getState());
        facts.put("closure", job.getClosure());
        facts.put("startTime", job.getStartTime());
        facts.put("endTime", job.getEndTime());
        facts.put("duration", job.getDuration());
        Map<String, Object> vertices = new LinkedHashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (Vertex vertex : job.getVertices()) {
            String name = vertex.getName();
            while (vertices.containsKey(name)) {
                name = vertex.getName() + " #" + numbers.merge(vertex.getName(), 2, (last, first) -> last + 1);
            }
            Map<String, Object> compared = new LinkedHashMap<>();
            compared.put("parallelism", vertex.getParallelism());
            compared.put("maxParallelism", vertex.getMaxParallelism());
            compared.put("status", vertex.getStatus());
            compared.put("attempts", vertex.getAttempts().size());
            vertices.put(name, compared);
        }
        facts.put("vertices", vertices);
        Map<String, Object> checkpoints = new LinkedHashMap<>();
        checkpoints.put("recorded", job.getCheckpoints().getRecorded());
        checkpoints.put("byStatus", job.getCheckpoints().getByStatus());
        checkpoints.put("failed", job.getCheckpoints().getFailed());
        checkpoints.put("missing", job.getCheckpoints().getMissing());
        facts.put("checkpoints", checkpoints);
        facts.put("config", job.getConfig());
        return json.read(json.write(facts));
    }

    private static void compare(
            String path, @Nullable JsonNode left, @Nullable JsonNode right, List<Difference> differences) {
        if (left != null && right != null && left.isObject() && right.isObject()) {
            Map<String, JsonNode> lefts = Json.fields(left);
            Map<String, JsonNode> rights = Json.fields(right);
            Set<String> names = new LinkedHashSet<>(lefts.keySet());
            names.addAll(rights.keySet());
            for (String name : names) {
                compare(path + '/' + escaped(name), lefts.get(name), rights.get(name), differences);
            }
        } else if (left != null && right != null && left.isArray() && right.isArray()) {
            for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
                compare(path + '/' + i, element(left, i), element(right, i), differences);
            }
        } else if (!value(left).equals(value(right))) {
            differences.add(new Difference(path, value(left), value(right)));
        }
    }

    @Nullable
    private static JsonNode element(JsonNode array, int index) {
        return index < array.size() ? array.get(index) : null;
    }

    /** Returns JSON's null for an absent value. */
    private static JsonNode value(@Nullable JsonNode node) {
        return node == null ? JsonNode.nullNode() : node;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
