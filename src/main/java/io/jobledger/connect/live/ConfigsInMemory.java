package io.jobledger.connect.live;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps configs until the service ends. */
public final class ConfigsInMemory implements KeptConfigs {
    private final Map<String, Map<String, String>> configs = new LinkedHashMap<>();

    @Override
    public synchronized Map<String, Map<String, String>> all() {
        return new LinkedHashMap<>(configs);
    }

    @Override
    public synchronized void keep(String name, Map<String, String> config) {
        configs.put(name, config);
    }

    @Override
    public synchronized void drop(String name) {
        configs.remove(name);
    }
}
