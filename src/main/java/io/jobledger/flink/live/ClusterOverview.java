package io.jobledger.flink.live;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Ledger;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Serves the cluster's overview: slots and task managers from the engine, counts of jobs from the ledger. */
public final class ClusterOverview {
    /** The engine's fields, and the job state that each counts. */
    private static final Map<String, String> COUNTED =
            Map.of("jobs-finished", "FINISHED", "jobs-cancelled", "CANCELED", "jobs-failed", "FAILED");

    private static final String TARGET = "/overview";

    private static final JsonNode NEVER_THERE = JsonNode.createObjectNode(Map.of(
            "taskmanagers", JsonNode.createNumberNode(0),
            "slots-total", JsonNode.createNumberNode(0),
            "slots-available", JsonNode.createNumberNode(0),
            "jobs-running", JsonNode.createNumberNode(0),
            "flink-version", JsonNode.createStringNode(DashboardConfiguration.UNKNOWN),
            "flink-commit", JsonNode.createStringNode(DashboardConfiguration.UNKNOWN)));

    private final FlinkLive live;
    private final JobCounts counts;
    private final Json json;

    private volatile JsonNode last;

    public ClusterOverview(
            EngineCluster cluster,
            FlinkLive live,
            LiveJobs jobs,
            ToldEnds ends,
            Ledger ledger,
            Json json,
            ExecutorService blocking) {
        this.live = live;
        this.counts = new JobCounts(jobs, ends, ledger, cluster, blocking);
        this.json = json;
    }

    /**
     * Returns the engine's overview, with counts that include jobs forgotten by the engine. Waits for an engine that
     * has yet to start. Without an engine, all other numbers are 0, and the version is the last one known.
     */
    public CompletionStage<HttpResponse<?>> get() {
        JsonNode known = last;
        CompletionStage<EngineAnswer> asked = known == null ? live.read(TARGET) : live.readNow(TARGET);
        return asked.thenApply(this::remembered)
                .exceptionally(absent -> {
                    if (EngineCalls.cause(absent) instanceof ApiException) {
                        return new EngineAnswer(
                                200, null, json.write(known == null ? NEVER_THERE : nothingThere(known)));
                    }
                    throw new CompletionException(EngineCalls.cause(absent));
                })
                .thenCompose(answer -> answer.ok()
                        ? withCounts(json.read(answer.body()))
                        : CompletableFuture.completedFuture(FlinkLive.response(answer)));
    }

    private EngineAnswer remembered(EngineAnswer answer) {
        if (answer.ok()) {
            last = json.read(answer.body());
        }
        return answer;
    }

    private CompletionStage<HttpResponse<?>> withCounts(JsonNode overview) {
        return counts.byState()
                .thenApply(states -> FlinkAnswers.json(200, json.write(Json.with(overview, counted(states)))));
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
