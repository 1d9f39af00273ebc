package io.jobledger.flink.live;

import io.jobledger.flink.FlinkStates;
import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the JobManager's answer about a job without a graph: all facts of its listing, and no vertices. */
public final class SparseJob {
    private SparseJob() {}

    /**
     * Returns the answer.
     *
     * @param now ms since the epoch
     */
    public static JsonNode of(ListedJob job, long now) {
        JsonNode entry = job.entry();
        JsonNode state = JsonNode.createStringNode(job.state());
        JsonNode start = JsonNode.createNumberNode(job.startTime());
        JsonNode end = number(entry, "end-time", -1);
        Map<String, JsonNode> timestamps = new LinkedHashMap<>();
        timestamps.put("INITIALIZING", start);
        if (FlinkStates.isArchived(job.state())) {
            timestamps.put(job.state(), end);
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("jid", JsonNode.createStringNode(job.jobId()));
        fields.put("name", JsonNode.createStringNode(job.name()));
        fields.put("isStoppable", JsonNode.createBooleanNode(false));
        fields.put("state", state);
        fields.put("start-time", start);
        fields.put("end-time", end);
        fields.put("duration", number(entry, "duration", -1));
        fields.put("maxParallelism", JsonNode.createNumberNode(-1));
        fields.put("now", JsonNode.createNumberNode(now));
        fields.put("timestamps", JsonNode.createObjectNode(timestamps));
        fields.put("vertices", JsonNode.createArrayNode(List.of()));
        fields.put("status-counts", JsonNode.createObjectNode(Map.of()));
        fields.put("plan", JsonNode.createObjectNode(Map.of()));
        return JsonNode.createObjectNode(fields);
    }

    private static JsonNode number(JsonNode entry, String field, long otherwise) {
        Long value = Json.number(entry, field);
        return JsonNode.createNumberNode(value == null ? otherwise : value);
    }
}
