package io.jobledger.seatunnel;

import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the engine's documents the shape of the contract. Job ids become texts, and {@code jobDag} an object with
 * vertices and edges. The names of SeaTunnel's documentation stand beside the engine's. Other fields, and documents in
 * this shape, do not change.
 */
@Singleton
public final class ContractShape {

    /** {@code pipeline-1 [Source[0]-FakeSource]} */
    private static final Pattern CONNECTOR_TYPE = Pattern.compile("pipeline-\\d+ \\[(.*)]");

    private static final Map<String, String> METRICS_OF_THE_DOCUMENT =
            Map.of("SourceReceivedCount", "sourceReceivedCount", "SinkWriteCount", "sinkWriteCount");

    private final Json json;

    ContractShape(Json json) {
        this.json = json;
    }

    /**
     * Returns an answer about jobs in the shape of the contract.
     *
     * @param answer a job, another object with a {@code jobId}, or a list of these
     */
    public JsonNode of(JsonNode answer) {
        if (answer.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            answer.values().forEach(element -> elements.add(of(element)));
            return JsonNode.createArrayNode(elements);
        }
        return answer.isObject() ? ofJob(answer) : answer;
    }

    private JsonNode ofJob(JsonNode job) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        job.entries().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            switch (name) {
                case "jobId" -> fields.put(name, asText(value));
                case "jobDag" -> fields.put(name, dag(value));
                case "metrics" -> fields.put(name, metrics(value));
                case "finishTime" -> {
                    fields.put(name, value);
                    fields.put("finishedTime", value);
                }
                default -> fields.put(name, value);
            }
        });
        return JsonNode.createObjectNode(fields);
    }

    private JsonNode dag(JsonNode dag) {
        JsonNode read = dag.isString() ? parsed(dag.getStringValue()) : dag;
        if (!read.isObject()) {
            read = JsonNode.createObjectNode(Map.of());
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("vertices", JsonNode.createArrayNode(vertices(read)));
        fields.put("edges", JsonNode.createArrayNode(edges(read)));
        read.entries().forEach(field -> {
            String name = field.getKey();
            fields.put(name, name.equals("jobId") ? asText(field.getValue()) : field.getValue());
        });
        return JsonNode.createObjectNode(fields);
    }

    /** Returns the text as JSON. A text that is no JSON tells no vertices, like an absent one. */
    private JsonNode parsed(String text) {
        try {
            return json.read(text);
        } catch (UncheckedIOException e) {
            return JsonNode.nullNode();
        }
    }

    private static List<JsonNode> vertices(JsonNode dag) {
        List<JsonNode> vertices = new ArrayList<>();
        forEach(dag.get("vertexInfoMap"), (key, vertex) -> {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            fields.put("id", vertex.get("vertexId"));
            fields.put("name", JsonNode.createStringNode(name(vertex)));
            vertices.add(JsonNode.createObjectNode(fields));
        });
        return vertices;
    }

    private static List<JsonNode> edges(JsonNode dag) {
        Map<String, String> names = new LinkedHashMap<>();
        forEach(dag.get("vertexInfoMap"), (key, vertex) -> names.put(key, name(vertex)));
        List<JsonNode> edges = new ArrayList<>();
        forEach(
                dag.get("pipelineEdges"),
                (pipeline, ofPipeline) -> ofPipeline.values().forEach(edge -> {
                    Map<String, JsonNode> fields = new LinkedHashMap<>();
                    fields.put("inputVertex", named(names, edge.get("inputVertexId")));
                    fields.put("targetVertex", named(names, edge.get("targetVertexId")));
                    edges.add(JsonNode.createObjectNode(fields));
                }));
        return edges;
    }

    private static JsonNode named(Map<String, String> names, JsonNode id) {
        String text = id.coerceStringValue();
        return JsonNode.createStringNode(names.getOrDefault(text, text));
    }

    private static String name(JsonNode vertex) {
        String connectorType = vertex.get("connectorType").coerceStringValue();
        Matcher matcher = CONNECTOR_TYPE.matcher(connectorType);
        return matcher.matches() ? matcher.group(1) : connectorType;
    }

    private static JsonNode metrics(JsonNode metrics) {
        if (!metrics.isObject()) {
            return metrics;
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        metrics.entries().forEach(metric -> {
            fields.put(metric.getKey(), metric.getValue());
            String other = METRICS_OF_THE_DOCUMENT.get(metric.getKey());
            if (other != null) {
                fields.put(other, metric.getValue());
            }
        });
        return JsonNode.createObjectNode(fields);
    }

    private static JsonNode asText(JsonNode id) {
        return id.isNumber() ? JsonNode.createStringNode(id.coerceStringValue()) : id;
    }

    private static void forEach(JsonNode object, BiConsumer<String, JsonNode> visitor) {
        if (object != null && object.isObject()) {
            object.entries().forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
        }
    }
}
