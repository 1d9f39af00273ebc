package io.jobledger.connect.worker;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes what a task consists of, anew for each attempt.
 *
 * @param connector its connector's name
 * @param number its number in the connector
 * @param type its class
 * @param loader the plugin's
 * @param plugins have the converters and transforms
 */
record TaskParts(String connector, int number, Class<?> type, ClassLoader loader, Plugins plugins) {

    String taskName() {
        return connector + "-" + number;
    }

    Task<?> newTask() throws Exception {
        return (Task<?>) type.getDeclaredConstructor().newInstance();
    }

    RecordConverter converter(KeyValue config, String key) throws Exception {
        RecordConverter converter = plugins.make(config.getString(key), loader, RecordConverter.class);
        Map<String, String> settings = new HashMap<>();
        for (String each : config.keySet()) {
            if (each.startsWith(key + ".")) {
                settings.put(each.substring(key.length() + 1), config.getString(each));
            }
        }
        converter.configure(settings);
        return converter;
    }

    /** Returns the transforms that {@code transforms} lists, each by {@code transforms.<name>.class}. */
    @SuppressWarnings("unchecked")
    List<Transform<ConnectRecord>> transforms(KeyValue config) throws Exception {
        List<Transform<ConnectRecord>> transforms = new ArrayList<>();
        for (String name : config.getString("transforms", "").split(",")) {
            if (!name.isBlank()) {
                String prefix = "transforms." + name.trim() + ".";
                Transform<ConnectRecord> transform =
                        plugins.make(config.getString(prefix + "class", ""), loader, Transform.class);
                KeyValue settings = new DefaultKeyValue();
                for (String key : config.keySet()) {
                    if (key.startsWith(prefix)) {
                        settings.put(key.substring(prefix.length()), config.getString(key));
                    }
                }
                transform.validate(settings);
                transform.start(settings);
                transforms.add(transform);
            }
        }
        return transforms;
    }

    /** Returns null if a transform drops the record. */
    static ConnectRecord transformed(List<Transform<ConnectRecord>> transforms, ConnectRecord given) {
        ConnectRecord result = given;
        for (Transform<ConnectRecord> transform : transforms) {
            result = result == null ? null : transform.doTransform(result);
        }
        return result;
    }
}
