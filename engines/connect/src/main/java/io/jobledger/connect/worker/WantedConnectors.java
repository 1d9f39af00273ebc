package io.jobledger.connect.worker;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the connectors that are to run, with their configs, in a file that only its owner reads. */
final class WantedConnectors {
    static final String RUNNING = "RUNNING";
    static final String PAUSED = "PAUSED";

    /**
     * Describes one of them.
     *
     * @param state RUNNING or PAUSED
     */
    record Wanted(Map<String, String> config, String state) {}

    private final Path file;
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();

    WantedConnectors(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            wanted.putAll(read(JSON.parseObject(Files.readString(file))));
        }
    }

    /** Reads objects with a {@code config} and a {@code state} by the connectors' names. */
    static Map<String, Wanted> read(JSONObject document) {
        Map<String, Wanted> connectors = new LinkedHashMap<>();
        for (String name : document.keySet()) {
            JSONObject each = document.getJSONObject(name);
            Map<String, String> config = new LinkedHashMap<>();
            each.getJSONObject("config").forEach((key, value) -> config.put(key, String.valueOf(value)));
            connectors.put(name, new Wanted(config, PAUSED.equals(each.getString("state")) ? PAUSED : RUNNING));
        }
        return connectors;
    }

    synchronized Map<String, Wanted> all() {
        return new LinkedHashMap<>(wanted);
    }

    synchronized void put(String name, Map<String, String> config, boolean paused) throws IOException {
        wanted.put(name, new Wanted(config, paused ? PAUSED : RUNNING));
        write();
    }

    synchronized void remove(String name) throws IOException {
        wanted.remove(name);
        write();
    }

    private void write() throws IOException {
        StateFile.write(file, JSON.toJSONString(wanted));
    }
}
