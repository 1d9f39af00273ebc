package io.jobledger.flink.compatibility;

import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Adds the fields that Flink 2.x no longer sends, derived from those that it sends. An answer that has them, as all of
 * 1.x do, stays unchanged, byte for byte.
 */
@Singleton
public final class DroppedFields {
    private static final String ID = "[^/]+";
    private static final Pattern EXCEPTIONS = Pattern.compile("/jobs/" + ID + "/exceptions");
    private static final Pattern ATTEMPTS = Pattern.compile("/jobs/" + ID + "/vertices/" + ID
            + "(/subtasktimes|/taskmanagers|/subtasks/accumulators|/subtasks/\\d+(/attempts/\\d+)?)?");
    private static final Pattern TASK_MANAGER = Pattern.compile("/taskmanagers/" + ID);

    /** Matches the attempt that 2.x appends to a task's name: {@code Map (2/4) - execution #0}. */
    private static final Pattern ATTEMPT_OF_TASK = Pattern.compile(" - execution #\\d+$");

    private final Json json;

    public DroppedFields(Json json) {
        this.json = json;
    }

    /**
     * Returns an answer with its missing fields.
     *
     * @param target the requested path, with or without a query
     * @param body of a 200 from there; never changed
     * @return the same array if nothing is missing
     */
    public byte[] fill(String target, byte[] body) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (EXCEPTIONS.matcher(path).matches()) {
            return contains(body, "\"root-exception\":") ? body : json.write(exceptions(json.read(body)));
        }
        if (ATTEMPTS.matcher(path).matches()) {
            return contains(body, "\"host\":") || !contains(body, "\"endpoint\":")
                    ? body
                    : json.write(attempts(json.read(body), path.endsWith("/taskmanagers")));
        }
        if (TASK_MANAGER.matcher(path).matches()) {
            return contains(body, "\"memorySegmentsTotal\":") ? body : json.write(taskManager(json.read(body)));
        }
        return body;
    }

    /**
     * Returns true if the body has the field: strings escape their quotes, and Flink puts no space before the colon.
     */
    private static boolean contains(byte[] body, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from <= body.length - wanted.length; from++) {
            if (body[from] == wanted[0] && Arrays.equals(body, from, from + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the document with the fields of 1.x. Its root exception is the newest failure. Its list of exceptions is
     * the tasks that failed in it.
     */
    private static JsonNode exceptions(JsonNode document) {
        JsonNode history = document.get("exceptionHistory");
        if (history == null || !history.isObject()) {
            return document;
        }
        List<JsonNode> entries = new ArrayList<>();
        Json.elements(history, "entries").forEach(entry -> entries.add(located(entry)));
        List<JsonNode> tasks = new ArrayList<>();
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("root-exception", JsonNode.nullNode());
        fields.put("timestamp", JsonNode.nullNode());
        if (!entries.isEmpty()) {
            JsonNode newest = entries.get(0);
            fields.put("root-exception", newest.get("stacktrace"));
            fields.put("timestamp", newest.get("timestamp"));
            addTask(tasks, newest);
            Json.elements(newest, "concurrentExceptions").forEach(failed -> addTask(tasks, failed));
        }
        fields.put("all-exceptions", JsonNode.createArrayNode(tasks));
        fields.put("truncated", history.get("truncated"));
        fields.putAll(Json.fields(document));
        fields.put("exceptionHistory", Json.with(history, Map.of("entries", JsonNode.createArrayNode(entries))));
        return JsonNode.createObjectNode(fields);
    }

    /** Returns an entry of the history with its {@code location}, which always equals the {@code endpoint}. */
    private static JsonNode located(JsonNode entry) {
        Map<String, JsonNode> fields = Json.fields(entry);
        if (fields.containsKey("endpoint")) {
            fields.putIfAbsent("location", fields.get("endpoint"));
        }
        fields.computeIfPresent("concurrentExceptions", (name, concurrent) -> {
            List<JsonNode> located = new ArrayList<>();
            concurrent.values().forEach(other -> located.add(located(other)));
            return JsonNode.createArrayNode(located);
        });
        return JsonNode.createObjectNode(fields);
    }

    private static void addTask(List<JsonNode> tasks, JsonNode failure) {
        String task = Json.text(failure, "taskName");
        if (task == null) {
            return;
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("exception", failure.get("stacktrace"));
        fields.put(
                "task", JsonNode.createStringNode(ATTEMPT_OF_TASK.matcher(task).replaceFirst("")));
        for (String same : List.of("location", "endpoint", "timestamp", "taskManagerId")) {
            JsonNode value = failure.get(same);
            fields.put(same, value == null ? JsonNode.nullNode() : value);
        }
        tasks.add(JsonNode.createObjectNode(fields));
    }

    /** Adds {@code host} to an attempt, or to attempts in lists. Only a task manager's host includes the port. */
    private static JsonNode attempts(JsonNode node, boolean withPort) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        String endpoint = Json.text(node, "endpoint");
        node.entries().forEach(entry -> {
            if (endpoint != null && entry.getKey().equals("endpoint")) {
                fields.put("host", JsonNode.createStringNode(withPort ? endpoint : host(endpoint)));
            }
            fields.put(entry.getKey(), entry.getValue());
        });
        for (String list : List.of("subtasks", "taskmanagers", "other-concurrent-attempts")) {
            fields.computeIfPresent(list, (name, elements) -> {
                if (!elements.isArray()) {
                    return elements;
                }
                List<JsonNode> filled = new ArrayList<>();
                elements.values().forEach(element -> filled.add(attempts(element, withPort)));
                return JsonNode.createArrayNode(filled);
            });
        }
        return JsonNode.createObjectNode(fields);
    }

    private static String host(String endpoint) {
        int port = endpoint.lastIndexOf(':');
        return port < 0 ? endpoint : endpoint.substring(0, port);
    }

    private static JsonNode taskManager(JsonNode document) {
        JsonNode metrics = document.get("metrics");
        if (metrics == null || !metrics.isObject()) {
            return document;
        }
        Map<String, JsonNode> dropped = new LinkedHashMap<>();
        for (String count : List.of("Available", "Total")) {
            JsonNode value = metrics.get("nettyShuffleMemorySegments" + count);
            if (value != null) {
                dropped.put("memorySegments" + count, value);
            }
        }
        return Json.with(document, Map.of("metrics", Json.with(metrics, dropped)));
    }
}
