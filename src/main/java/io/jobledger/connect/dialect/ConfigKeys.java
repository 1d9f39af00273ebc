package io.jobledger.connect.dialect;

import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads configs of connectors, and spells their keys as a dialect does. */
public final class ConfigKeys {
    /** The only converter of the runtime of 2019. */
    public static final String CONVERTER_OF_2019 = "org.apache.rocketmq.connect.runtime.converter.JsonConverter";

    public static final String CONVERTER = "source-record-converter";
    private static final String TIMESTAMP = "update-timestamp";
    private static final String TEXT_CLASS = "connector-class";
    private static final String JSON_CLASS = "connector.class";

    /** The keys of the text dialect, with those of the other. */
    private static final Map<String, String> KEYS = Map.of(
            TEXT_CLASS,
            JSON_CLASS,
            "task-class",
            "task.class",
            "topic",
            "connect.topicname",
            "topicNames",
            "connect.topicnames");

    private ConfigKeys() {}

    /** Reads a config; null if it is no JSON object. Values that are no text become text. */
    @Nullable
    public static Map<String, String> read(Json json, byte[] text) {
        try {
            Json.check(text);
            JsonNode config = json.read(text);
            return config.isObject() ? texts(json, config) : null;
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    /** Returns the fields of an object as texts, in their order. */
    public static Map<String, String> texts(Json json, JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.entries().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (!value.isNull()) {
                texts.put(entry.getKey(), value.isContainerNode() ? json.writeText(value) : value.coerceStringValue());
            }
        });
        return texts;
    }

    /**
     * Returns the config as a dialect spells it. One that is spelt so already stays as it is, as {@code topic} may be a
     * plugin's own key.
     */
    public static Map<String, String> spelt(WorkerDialect dialect, Map<String, String> config) {
        boolean toText = dialect == WorkerDialect.TEXT;
        if (!config.containsKey(toText ? JSON_CLASS : TEXT_CLASS)) {
            return config;
        }
        Map<String, String> spelt = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (toText || !key.equals(TIMESTAMP) && !key.equals(CONVERTER)) {
                spelt.put(toText ? textKey(key) : KEYS.getOrDefault(key, key), value);
            }
        });
        return spelt;
    }

    /** Returns the config with the converter that 2019 needs and its own document leaves out. */
    public static Map<String, String> withConverter(Map<String, String> config) {
        if (config.containsKey(CONVERTER) || !config.containsKey(TEXT_CLASS)) {
            return config;
        }
        Map<String, String> whole = new LinkedHashMap<>(config);
        whole.put(CONVERTER, CONVERTER_OF_2019);
        return whole;
    }

    /** Returns the config that a client gave: without the time that a worker of 2019 adds. */
    public static Map<String, String> given(Map<String, String> config) {
        Map<String, String> given = new LinkedHashMap<>(config);
        given.remove(TIMESTAMP);
        return given;
    }

    /** Returns the message that asks for a key, with the key as a dialect spells it. */
    public static String message(WorkerDialect dialect, String message) {
        if (!message.startsWith(ConnectWords.KEY_MISSING)) {
            return message;
        }
        String key = message.substring(ConnectWords.KEY_MISSING.length());
        return ConnectWords.KEY_MISSING + (dialect == WorkerDialect.TEXT ? textKey(key) : KEYS.getOrDefault(key, key));
    }

    /** Returns whether the config is that of a source or of a sink, by its topics and its class. */
    public static String type(Map<String, String> config) {
        Map<String, String> json = spelt(WorkerDialect.JSON, config);
        String of = json.getOrDefault(JSON_CLASS, "");
        if (json.containsKey("connect.topicnames") || of.contains("Sink")) {
            return "SINK";
        }
        return json.containsKey("connect.topicname") || of.contains("Source") ? "SOURCE" : "UNKNOWN";
    }

    private static String textKey(String key) {
        return KEYS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(key);
    }
}
