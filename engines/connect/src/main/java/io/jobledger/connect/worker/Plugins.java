package io.jobledger.connect.worker;

import io.openmessaging.connector.api.errors.ConnectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows all plugins: those built in, and those of the user's folder, which win. */
final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /** What was found in an entry of the folder, and the state of its jars then. */
    private record Loaded(List<String> jars, List<Plugin> plugins) {}

    private final Path folder;
    private final List<Plugin> builtIn;
    private Map<Path, Loaded> loaded = Map.of();
    private Map<String, String> broken = Map.of();

    Plugins(Path folder) {
        this.folder = folder;
        this.builtIn = BuiltIn.plugins();
        reload();
    }

    /** Looks for new, changed and removed plugins. What runs keeps the classes that it has. */
    synchronized void reload() {
        Map<Path, Loaded> found = new LinkedHashMap<>();
        Map<String, String> bad = new LinkedHashMap<>();
        for (Path entry : entries(bad)) {
            try {
                List<Path> jars = PluginFolder.jars(entry);
                List<String> state = new ArrayList<>();
                for (Path jar : jars) {
                    state.add(jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
                }
                Loaded before = loaded.get(entry);
                found.put(
                        entry,
                        before != null && before.jars().equals(state)
                                ? before
                                : new Loaded(state, PluginFolder.load(entry, jars)));
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn("The plugin {} cannot be loaded", entry, e);
                bad.put(entry.getFileName().toString(), e.toString());
            }
        }
        loaded = found;
        broken = bad;
    }

    /** Returns why plugins cannot be used, by the name of their file or folder. */
    synchronized Map<String, String> broken() {
        return broken;
    }

    /** Returns one plugin per class name, in the order of the names. */
    synchronized List<Plugin> all() {
        Map<String, Plugin> plugins = new TreeMap<>();
        builtIn.forEach(plugin -> plugins.put(plugin.name(), plugin));
        loaded.values().forEach(each -> each.plugins().forEach(plugin -> plugins.put(plugin.name(), plugin)));
        return List.copyOf(plugins.values());
    }

    /** Returns the connector's class, or throws an exception that names those that there are. */
    Plugin connector(String className) {
        List<Plugin> connectors = all().stream().filter(Plugin::isConnector).toList();
        return connectors.stream()
                .filter(plugin -> plugin.name().equals(className))
                .findFirst()
                .orElseThrow(() -> new ConnectException(
                        "Failed to find any class that implements Connector and which name matches " + className
                                + ", available connectors are: "
                                + connectors.stream().map(Plugin::toString).collect(Collectors.joining(", "))
                                + (broken().isEmpty() ? "" : "; plugins that cannot be loaded: " + broken())));
    }

    /** Returns a new converter or transform: the connector's own class, or another plugin's. */
    <T> T make(String className, ClassLoader connector, Class<T> type) throws Exception {
        Class<?> found = null;
        try {
            found = Class.forName(className, true, connector);
        } catch (ClassNotFoundException e) {
            found = all().stream()
                    .filter(plugin -> plugin.name().equals(className))
                    .findFirst()
                    .map(Plugin::type)
                    .orElseThrow(() -> new ConnectException("There is no class " + className + " among the plugins"));
        }
        return type.cast(found.getDeclaredConstructor().newInstance());
    }

    private List<Path> entries(Map<String, String> bad) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            bad.put(folder.toString(), e.toString());
            return List.of();
        }
    }
}
