package io.jobledger.flink.recorded;

import io.jobledger.flink.FailureCause;
import io.jobledger.flink.FlinkStates;
import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.micronaut.json.tree.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Derives the five families of documents that a JobManager has of an ended job and its archive lacks. They are needed
 * when the JobManager can no longer be asked. For imported archives they are derived per request, and not recorded.
 *
 * <p>They equal the JobManager's own, with two exceptions, because an archive lacks the data. A {@link FailureCause}
 * stands in for the serialised throwable of a failure. A merged accumulator may differ if it is no counter and subtasks
 * of several vertices share it.
 */
public final class DerivedDocuments {
    private static final Pattern ONE =
            Pattern.compile("/status|/execution-result|/vertices/[^/]+/(accumulators|subtasks/(accumulators|[0-9]+))");

    private final Json json;
    private final Bodies bodies;
    private final Map<String, Document> known;
    private final Map<String, Document> derived = new LinkedHashMap<>();

    private DerivedDocuments(Bodies bodies, Json json) {
        this.bodies = bodies;
        this.known = bodies.documents();
        this.json = json;
    }

    /** Returns true if the path, below a job, is in one of the five families. */
    static boolean isOne(String path) {
        return ONE.matcher(path).matches();
    }

    /** Returns the documents of the five families that {@code known} lacks. It must hold the job itself, at "". */
    public static Map<String, Document> missing(Map<String, Document> known, Json json) {
        return missing(new Bodies(known, json), json);
    }

    /** Returns the same as {@link #missing(Map, Json)}. */
    public static Map<String, Document> missing(Bodies known, Json json) {
        return new DerivedDocuments(known, json).derive();
    }

    private Map<String, Document> derive() {
        JsonNode job = bodies.at("");
        String state = Json.text(job, "state");
        add("/status", JsonNode.createObjectNode(Map.of("status", JsonNode.createStringNode(state))));
        add("/execution-result", executionResult(job, state));
        for (JsonNode vertex : Json.elements(job, "vertices")) {
            vertex(Json.text(vertex, "id"));
        }
        return derived;
    }

    private void add(String path, JsonNode body) {
        if (!known.containsKey(path)) {
            derived.put(path, new Document(path, 200, json.write(body)));
        }
    }

    private void copy(Document document, String path) {
        if (!known.containsKey(path)) {
            derived.put(path, document.at(path));
        }
    }

    private JsonNode document(String path) {
        return bodies.at(path);
    }

    private JsonNode executionResult(JsonNode job, String state) {
        JsonNode accumulators = document("/accumulators");
        JsonNode serialized = accumulators == null ? null : accumulators.get("serialized-user-task-accumulators");
        Map<String, JsonNode> result = new LinkedHashMap<>();
        result.put("id", job.get("jid"));
        result.put("application-status", JsonNode.createStringNode(applicationStatus(state)));
        result.put("accumulator-results", serialized == null ? JsonNode.createObjectNode(Map.of()) : serialized);
        result.put("net-runtime", job.get("duration"));
        JsonNode cause = switch (state) {
            case "FAILED" -> failureCause();
            case FlinkStates.SUSPENDED -> FailureCause.of("The Flink cluster lost this job before it had ended.");
            default -> null;
        };
        if (cause != null) {
            result.put("failure-cause", cause);
        }
        Map<String, JsonNode> body = new LinkedHashMap<>();
        body.put("status", JsonNode.createObjectNode(Map.of("id", JsonNode.createStringNode("COMPLETED"))));
        body.put("job-execution-result", JsonNode.createObjectNode(result));
        return JsonNode.createObjectNode(body);
    }

    private static String applicationStatus(String state) {
        return switch (state) {
            case "FINISHED" -> "SUCCEEDED";
            case "FAILED", "CANCELED" -> state;
            default -> "UNKNOWN";
        };
    }

    private JsonNode failureCause() {
        JsonNode exceptions = document("/exceptions");
        JsonNode history = exceptions == null ? null : exceptions.get("exceptionHistory");
        if (history == null || !history.isObject()) {
            return null;
        }
        for (JsonNode newest : Json.elements(history, "entries")) {
            String stackTrace = Json.text(newest, "stacktrace");
            return stackTrace == null ? null : FailureCause.of(Json.text(newest, "exceptionName"), stackTrace);
        }
        return null;
    }

    private void vertex(String vertexId) {
        String root = "/vertices/" + vertexId;
        JsonNode vertex = document(root);
        if (vertex == null) {
            return;
        }
        List<JsonNode> subtasks = new ArrayList<>();
        List<List<JsonNode>> accumulators = new ArrayList<>();
        for (JsonNode subtask : Json.elements(vertex, "subtasks")) {
            long index = Json.number(subtask, "subtask");
            String attemptPath = root + "/subtasks/" + index + "/attempts/" + Json.number(subtask, "attempt");
            Document attempt = known.get(attemptPath);
            if (attempt != null && attempt.status() == 200) {
                copy(attempt, root + "/subtasks/" + index);
            } else {
                add(root + "/subtasks/" + index, subtask);
            }
            JsonNode own = document(attemptPath + "/accumulators");
            List<JsonNode> values = new ArrayList<>();
            if (own != null) {
                Json.elements(own, "user-accumulators").forEach(values::add);
            }
            accumulators.add(values);
            subtasks.add(subtaskAccumulators(subtask, values));
        }
        Map<String, JsonNode> all = new LinkedHashMap<>();
        all.put("id", JsonNode.createStringNode(vertexId));
        all.put("parallelism", vertex.get("parallelism"));
        all.put("subtasks", JsonNode.createArrayNode(subtasks));
        add(root + "/subtasks/accumulators", JsonNode.createObjectNode(all));
        if (known.containsKey(root + "/accumulators")) {
            return;
        }
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        merged.put("id", JsonNode.createStringNode(vertexId));
        merged.put("user-accumulators", JsonNode.createArrayNode(merge(accumulators)));
        add(root + "/accumulators", JsonNode.createObjectNode(merged));
    }

    private static JsonNode subtaskAccumulators(JsonNode subtask, List<JsonNode> values) {
        Map<String, JsonNode> entry = new LinkedHashMap<>();
        for (String field : List.of("subtask", "attempt", "host", "endpoint")) {
            JsonNode value = subtask.get(field);
            if (value != null) {
                entry.put(field, value);
            }
        }
        entry.put("user-accumulators", JsonNode.createArrayNode(values));
        return JsonNode.createObjectNode(entry);
    }

    /** Merges accumulators of a vertex: of one subtask unchanged, counters as sums, others as the job merged them. */
    private List<JsonNode> merge(List<List<JsonNode>> bySubtask) {
        Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
        bySubtask.forEach(values ->
                values.forEach(value -> byName.computeIfAbsent(Json.text(value, "name"), name -> new ArrayList<>())
                        .add(value)));
        List<JsonNode> merged = new ArrayList<>();
        byName.forEach((name, values) -> merged.add(values.size() == 1 ? values.get(0) : merge(name, values)));
        return merged;
    }

    private JsonNode merge(String name, List<JsonNode> values) {
        JsonNode first = values.get(0);
        String type = Json.text(first, "type");
        if ("IntCounter".equals(type) || "LongCounter".equals(type)) {
            try {
                BigInteger sum = values.stream()
                        .map(value -> new BigInteger(Json.text(value, "value")))
                        .reduce(BigInteger.ZERO, BigInteger::add);
                return Json.with(first, Map.of("value", JsonNode.createStringNode(sum.toString())));
            } catch (NumberFormatException e) {
                // A user's class of the same simple name is merged as any other.
            }
        }
        JsonNode job = document("/accumulators");
        if (job != null) {
            for (JsonNode accumulator : Json.elements(job, "user-task-accumulators")) {
                if (name.equals(Json.text(accumulator, "name"))) {
                    return accumulator;
                }
            }
        }
        return first;
    }

    /** Returns the paths of all documents of the five families, from the job's own document. */
    public static List<String> families(JsonNode job) {
        List<String> paths = new ArrayList<>(List.of("/status", "/execution-result"));
        for (JsonNode vertex : Json.elements(job, "vertices")) {
            String root = "/vertices/" + Json.text(vertex, "id");
            paths.add(root + "/accumulators");
            paths.add(root + "/subtasks/accumulators");
            long parallelism = Json.number(vertex, "parallelism");
            for (long subtask = 0; subtask < parallelism; subtask++) {
                paths.add(root + "/subtasks/" + subtask);
            }
        }
        return paths;
    }
}
