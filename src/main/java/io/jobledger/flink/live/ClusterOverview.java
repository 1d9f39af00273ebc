package io.jobledger.flink.live;

import io.jobledger.flink.Json;
import io.jobledger.http.ApiErrors;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The cluster in numbers: slots and task managers as the engine tells them, jobs as the ledger counts them. */
@Singleton
public final class ClusterOverview {
    /** The engine's fields, and the states that they count. */
    private static final Map<String, String> COUNTED =
            Map.of("jobs-finished", "FINISHED", "jobs-cancelled", "CANCELED", "jobs-failed", "FAILED");

    private final FlinkLive live;
    private final JobLists lists;
    private final Json json;

    private volatile JsonNode last;

    ClusterOverview(FlinkLive live, JobLists lists, Json json) {
        this.live = live;
        this.lists = lists;
        this.json = json;
    }

    /**
     * The engine's overview, counting the jobs that it has forgotten too. Of a cluster that was there and is no more, the
     * version is known and everything else is none.
     */
    public CompletionStage<HttpResponse<?>> get() {
        return live.read("/overview")
                .thenApply(answer -> {
                    JsonNode overview = json.read(answer.body());
                    if (answer.ok()) {
                        last = overview;
                    }
                    return overview;
                })
                .exceptionally(absent -> {
                    JsonNode known = last;
                    if (known == null) {
                        throw absent instanceof RuntimeException e ? e : new IllegalStateException(absent);
                    }
                    return nothingThere(known);
                })
                .thenCombine(
                        lists.countByState(),
                        (overview, counts) -> HttpResponse.ok(json.write(Json.with(overview, counted(counts))))
                                .contentType(ApiErrors.JSON));
    }

    private static Map<String, JsonNode> counted(Map<String, Long> counts) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        COUNTED.forEach((field, state) -> fields.put(field, JsonNode.createNumberNode(counts.getOrDefault(state, 0L))));
        return fields;
    }

    private static JsonNode nothingThere(JsonNode known) {
        Map<String, JsonNode> fields = Json.fields(known);
        fields.replaceAll((field, value) -> value.isNumber() ? JsonNode.createNumberNode(0) : value);
        return JsonNode.createObjectNode(fields);
    }
}
