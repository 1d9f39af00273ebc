package io.jobledger.connect.worker;

import io.openmessaging.KeyValue;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names the keys of connectors' configs that the worker reads, as the runtime of 2024 does. */
final class ConfigKeys {
    static final String CONNECTOR_CLASS = "connector.class";
    static final String TOPIC = "connect.topicname";
    static final String TOPICS = "connect.topicnames";
    static final String MAX_TASKS = "max.tasks";
    static final String KEY_CONVERTER = "key.converter";
    static final String VALUE_CONVERTER = "value.converter";

    private static final String STRING_CONVERTER =
            "org.apache.rocketmq.connect.runtime.converter.record.StringConverter";

    private ConfigKeys() {}

    static KeyValue keyValue(Map<String, String> config) {
        KeyValue keyValue = new DefaultKeyValue();
        config.forEach(keyValue::put);
        return keyValue;
    }

    /** Returns what a task's config has besides that of its connector. */
    static KeyValue taskConfig(KeyValue given, Map<String, String> connector, int task, Class<?> taskClass) {
        KeyValue config = keyValue(connector);
        config.put("ordering.msg.enable", "false");
        config.put(KEY_CONVERTER, connector.getOrDefault(KEY_CONVERTER, STRING_CONVERTER));
        config.put(VALUE_CONVERTER, connector.getOrDefault(VALUE_CONVERTER, STRING_CONVERTER));
        for (String key : given.keySet()) {
            config.put(key, given.getString(key));
        }
        config.put("task.class", taskClass.getName());
        config.put("task.id", Integer.toString(task));
        return config;
    }

    static Map<String, String> map(KeyValue config) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : config.keySet()) {
            map.put(key, config.getString(key));
        }
        return map;
    }
}
