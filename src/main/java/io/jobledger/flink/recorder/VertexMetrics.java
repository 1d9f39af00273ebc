package io.jobledger.flink.recorder;

import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.MetricSample;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads records and bytes in and out of each vertex from the job's own document. */
final class VertexMetrics {
    private static final List<String> KEPT = List.of("read-records", "write-records", "read-bytes", "write-bytes");

    private VertexMetrics() {}

    /**
     * Returns one sample {@code {"vertices":{"<id>":{"read-records":…}}}}; none for a job without vertices.
     *
     * @param job the document of the job itself
     * @param now ms since the epoch: the time of the sample, unless the job has ended
     */
    static List<MetricSample> sample(Document job, long now, Json json) {
        JsonNode body = json.read(job.body());
        Map<String, JsonNode> vertices = new LinkedHashMap<>();
        for (JsonNode vertex : Json.elements(body, "vertices")) {
            JsonNode all = vertex.get("metrics");
            Map<String, JsonNode> kept = new LinkedHashMap<>();
            for (String metric : KEPT) {
                Long value = all == null ? null : Json.number(all, metric);
                if (value != null) {
                    kept.put(metric, JsonNode.createNumberNode(value));
                }
            }
            vertices.put(Json.text(vertex, "id"), JsonNode.createObjectNode(kept));
        }
        if (vertices.isEmpty()) {
            return List.of();
        }
        Long end = Json.time(body, "end-time");
        JsonNode metrics = JsonNode.createObjectNode(Map.of("vertices", JsonNode.createObjectNode(vertices)));
        return List.of(new MetricSample(end == null ? now : end, json.writeText(metrics)));
    }
}
