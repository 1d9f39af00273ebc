package io.jobledger.connect.dialect;

import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.TaskFacts;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Reads and writes the documents of the JSON dialect: the part that is called {@code body} there. */
public final class JsonDocuments {
    private static final String STATE = "state";
    private static final String TRACE = "trace";
    private static final String WORKER = "workerId";
    private static final String CONFIG = "config";
    private static final String TASKS = "tasks";
    private static final String SINCE = "since";

    private JsonDocuments() {}

    /** Returns texts as an object. */
    public static JsonNode object(Map<String, String> texts) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        texts.forEach((key, value) -> fields.put(key, JsonNode.createStringNode(value)));
        return JsonNode.createObjectNode(fields);
    }

    /** Returns the config as this dialect spells it. */
    public static JsonNode config(Map<String, String> config) {
        return object(ConfigKeys.spelt(WorkerDialect.JSON, ConfigKeys.given(config)));
    }

    /** Writes {@code /connectors/list}. */
    public static JsonNode list(List<ConnectorFacts> all) {
        Map<String, JsonNode> connectors = new LinkedHashMap<>();
        all.forEach(facts -> connectors.put(facts.name(), fields("status", status(facts), "info", info(facts))));
        return JsonNode.createObjectNode(connectors);
    }

    /** Writes {@code /connectors/{name}/status}. */
    public static JsonNode status(ConnectorFacts facts) {
        return fields(
                "name",
                text(facts.name()),
                "connector",
                fields(
                        STATE, text(facts.state()),
                        TRACE, text(facts.trace()),
                        WORKER, text(facts.workerId())),
                TASKS,
                array(facts.tasks().stream().map(JsonDocuments::status).toList()),
                "type",
                text(facts.type()));
    }

    /** Writes {@code /connectors/{name}/tasks/{task}/status}. */
    public static JsonNode status(TaskFacts task) {
        return fields(
                STATE,
                text(task.state()),
                TRACE,
                text(task.trace()),
                WORKER,
                text(task.workerId()),
                "id",
                JsonNode.createNumberNode(task.task()));
    }

    /** Writes {@code /connectors/{name}/config}. */
    public static JsonNode info(ConnectorFacts facts) {
        return fields(
                "name",
                text(facts.name()),
                CONFIG,
                config(facts.config()),
                TASKS,
                array(facts.tasks().stream().map(task -> id(facts.name(), task)).toList()),
                "type",
                text(facts.type()));
    }

    /** Writes {@code /connectors/{name}/tasks}. */
    public static JsonNode tasks(ConnectorFacts facts) {
        return array(facts.tasks().stream()
                .map(task -> fields("id", id(facts.name(), task), CONFIG, config(task.config())))
                .toList());
    }

    /** Writes {@code /allocated/connectors}. */
    public static JsonNode allocatedConnectors(List<ConnectorFacts> all) {
        Map<String, JsonNode> configs = new LinkedHashMap<>();
        all.stream()
                .filter(facts -> !facts.workerId().isEmpty())
                .forEach(facts -> configs.put(facts.name(), config(facts.config())));
        return JsonNode.createObjectNode(configs);
    }

    /** Writes {@code /allocated/tasks}. */
    public static JsonNode allocatedTasks(List<ConnectorFacts> all) {
        List<JsonNode> running = new ArrayList<>();
        all.forEach(facts -> facts.tasks().stream()
                .filter(task -> !task.workerId().isEmpty())
                .forEach(task -> running.add(fields(
                        "connectorName",
                        text(facts.name()),
                        CONFIG,
                        config(task.config()),
                        "taskState",
                        text(task.state())))));
        JsonNode none = array(List.of());
        return fields(
                "pendingTasks", none,
                "stoppedTasks", none,
                "errorTasks", none,
                "stoppingTasks", none,
                "runningTasks", array(running));
    }

    /**
     * Reads one connector out of the answers about it.
     *
     * @param status as {@code /connectors/{name}/status} has it
     * @param info as {@code /connectors/{name}/config} has it
     * @param tasks as {@code /connectors/{name}/tasks} has it
     */
    public static ConnectorFacts facts(Json json, JsonNode status, JsonNode info, JsonNode tasks) {
        Map<Integer, Map<String, String>> configs = new LinkedHashMap<>();
        tasks.values()
                .forEach(task -> configs.put(
                        task.get("id").get("task").getIntValue(), ConfigKeys.texts(json, task.get(CONFIG))));
        List<TaskFacts> each = stream(status, TASKS)
                .map(task -> {
                    int id = task.get("id").getIntValue();
                    return new TaskFacts(
                            id,
                            word(task, STATE),
                            word(task, WORKER),
                            Json.text(task, TRACE),
                            null,
                            null,
                            configs.getOrDefault(id, Map.of()),
                            List.of(),
                            List.of());
                })
                .toList();
        JsonNode connector = status.get("connector");
        return new ConnectorFacts(
                word(info, "name"),
                ConfigKeys.texts(json, info.get(CONFIG)),
                word(connector, STATE),
                word(connector, WORKER),
                Json.text(connector, TRACE),
                null,
                word(info, "type"),
                each);
    }

    /** Reads one connector out of the embedded worker's {@code /runtime}. */
    public static ConnectorFacts runtime(Json json, JsonNode connector) {
        Map<String, String> config = ConfigKeys.texts(json, connector.get(CONFIG));
        List<TaskFacts> tasks = stream(connector, TASKS)
                .map(task -> new TaskFacts(
                        task.get("task").getIntValue(),
                        word(task, STATE),
                        word(task, WORKER),
                        Json.text(task, TRACE),
                        Json.number(task, "attempt"),
                        Json.time(task, SINCE),
                        ConfigKeys.texts(json, task.get(CONFIG)),
                        stream(task, "positions")
                                .map(position ->
                                        new TaskFacts.Position(position.get("partition"), position.get("offset")))
                                .toList(),
                        stream(task, "failures")
                                .map(failure -> new TaskFacts.Failure(
                                        Objects.requireNonNullElse(Json.number(failure, "attempt"), 0L),
                                        Objects.requireNonNullElse(Json.number(failure, "time"), 0L),
                                        word(failure, TRACE)))
                                .toList()))
                .toList();
        return new ConnectorFacts(
                word(connector, "name"),
                config,
                word(connector, STATE),
                word(connector, WORKER),
                Json.text(connector, TRACE),
                Json.time(connector, SINCE),
                ConfigKeys.type(config),
                tasks);
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode object, String field) {
        return StreamSupport.stream(Json.elements(object, field).spliterator(), false);
    }

    private static JsonNode id(String connector, TaskFacts task) {
        return fields("connector", text(connector), "task", JsonNode.createNumberNode(task.task()));
    }

    private static String word(JsonNode object, String field) {
        return Objects.requireNonNullElse(Json.scalar(object, field), "");
    }

    private static JsonNode text(@Nullable String text) {
        return text == null ? JsonNode.nullNode() : JsonNode.createStringNode(text);
    }

    private static JsonNode array(List<JsonNode> values) {
        return JsonNode.createArrayNode(values);
    }

    /** Returns an object with names and values in turn. */
    private static JsonNode fields(Object... namesAndValues) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (JsonNode) namesAndValues[i + 1]);
        }
        return JsonNode.createObjectNode(fields);
    }
}
