package io.jobledger.connect.dialect;

import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.TaskFacts;
import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the documents of the text dialect. */
public final class TextDocuments {
    private static final String CONNECTORS = "ConnectorConfigs:";
    private static final String TASKS = "\nTaskConfigs:";
    private static final String WORKING_TASKS = "working tasks:";
    private static final String NAME = "connectorName:";
    private static final String CONFIGS = "Configs:";

    private final Json json;

    public TextDocuments(Json json) {
        this.json = json;
    }

    /** Holds the configs of one connector and of its tasks. */
    public record Configs(Map<String, String> connector, List<Map<String, String>> tasks) {}

    /**
     * Holds what one worker has.
     *
     * @param connectors the names of its connectors
     * @param tasks the configs of its tasks, by the name of their connector
     */
    public record Allocated(List<String> connectors, Map<String, List<Map<String, String>>> tasks) {}

    /** Returns whether a document is one of {@code /getConfigInfo}. */
    public static boolean isConfigInfo(String document) {
        return document.startsWith(CONNECTORS);
    }

    /**
     * Reads {@code /getConfigInfo}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public Map<String, Configs> configInfo(String document) {
        int tasks = document.indexOf(TASKS);
        if (!isConfigInfo(document) || tasks < 0) {
            throw new IllegalArgumentException("no configs");
        }
        JsonNode connectors = read(document.substring(CONNECTORS.length(), tasks));
        JsonNode ofTasks = read(document.substring(tasks + TASKS.length()));
        Map<String, Configs> configs = new LinkedHashMap<>();
        connectors.entries().forEach(connector -> {
            List<Map<String, String>> each = new ArrayList<>();
            Json.elements(ofTasks, connector.getKey()).forEach(task -> each.add(properties(task)));
            configs.put(connector.getKey(), new Configs(properties(connector.getValue()), each));
        });
        return configs;
    }

    /** Reads {@code /getAllocatedInfo}. */
    public Allocated allocatedInfo(String document) {
        Allocated allocated = new Allocated(new ArrayList<>(), new LinkedHashMap<>());
        boolean ofTasks = false;
        String name = "";
        for (String line : document.split("\n")) {
            if (line.equals(WORKING_TASKS)) {
                ofTasks = true;
            } else if (line.startsWith(NAME)) {
                name = line.substring(NAME.length());
            } else if (line.startsWith(CONFIGS) && ofTasks) {
                allocated
                        .tasks()
                        .computeIfAbsent(name, absent -> new ArrayList<>())
                        .add(properties(read(line.substring(CONFIGS.length()))));
            } else if (line.startsWith(CONFIGS)) {
                allocated.connectors().add(name);
            }
        }
        return allocated;
    }

    /** Reads {@code /getClusterInfo}, which is {@code null} while the worker knows of none. */
    public List<String> clusterInfo(String document) {
        JsonNode workers = read(document);
        List<String> names = new ArrayList<>();
        if (workers.isArray()) {
            workers.values().forEach(worker -> names.add(worker.coerceStringValue()));
        }
        return names;
    }

    /** Writes {@code /getConfigInfo}. */
    public String configInfo(List<ConnectorFacts> all) {
        Map<String, JsonNode> connectors = new LinkedHashMap<>();
        Map<String, JsonNode> tasks = new LinkedHashMap<>();
        all.forEach(facts -> {
            connectors.put(facts.name(), properties(facts.config()));
            tasks.put(facts.name(), tasks(facts));
        });
        return CONNECTORS
                + json.writeText(JsonNode.createObjectNode(connectors))
                + TASKS
                + json.writeText(JsonNode.createObjectNode(tasks));
    }

    /** Writes {@code /connectors/{name}/config}. */
    public String config(ConnectorFacts facts) {
        return CONNECTORS + json.writeText(properties(facts.config())) + TASKS + json.writeText(tasks(facts));
    }

    /** Returns {@code /connectors/{name}/config} of a connector that is not known. */
    public static String noConfig() {
        return CONNECTORS + "null" + TASKS + "null";
    }

    /** Writes {@code /getAllocatedInfo}. */
    public String allocatedInfo(List<ConnectorFacts> all) {
        StringBuilder text = new StringBuilder("working connectors:\n");
        List<ConnectorFacts> working = all.stream().filter(TextDocuments::works).toList();
        working.forEach(facts -> append(text, facts.name(), facts.config()));
        text.append(WORKING_TASKS).append('\n');
        working.forEach(facts -> facts.tasks().forEach(task -> append(text, facts.name(), task.config())));
        return text.toString();
    }

    private static boolean works(ConnectorFacts facts) {
        return !facts.state().equals(ConnectorFacts.PAUSED) && !facts.state().equals(ConnectorFacts.UNASSIGNED);
    }

    private void append(StringBuilder text, String name, Map<String, String> config) {
        text.append(NAME)
                .append(name)
                .append('\n')
                .append(CONFIGS)
                .append(json.writeText(properties(config)))
                .append('\n');
    }

    private static JsonNode tasks(ConnectorFacts facts) {
        return JsonNode.createArrayNode(facts.tasks().stream()
                .map(TaskFacts::config)
                .map(TextDocuments::properties)
                .toList());
    }

    private static JsonNode properties(Map<String, String> config) {
        return JsonNode.createObjectNode(
                Map.of("properties", JsonDocuments.object(ConfigKeys.spelt(WorkerDialect.TEXT, config))));
    }

    private Map<String, String> properties(JsonNode config) {
        JsonNode properties = config.get("properties");
        return properties == null ? Map.of() : ConfigKeys.texts(json, properties);
    }

    private JsonNode read(String text) {
        try {
            return json.read(text);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
