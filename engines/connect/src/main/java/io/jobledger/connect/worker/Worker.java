package io.jobledger.connect.worker;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.errors.ConnectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the API asks for. Each connector changes by one call at a time. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int KEPT_STOPPED = 100;

    private final Settings settings;
    private final Plugins plugins;
    private final Messages messages;
    private final TimeLimit limit;
    private final WantedConnectors wanted;
    private final Path positions;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Map<String, Connector> connectors = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Connector> stopped = new ConcurrentHashMap<>();
    private final Deque<TaskRun> stoppedTasks = new ArrayDeque<>();

    Worker(Settings settings, Plugins plugins, Messages messages) throws IOException {
        this.settings = settings;
        this.plugins = plugins;
        this.messages = messages;
        this.limit = new TimeLimit(settings.callLimit());
        this.wanted = new WantedConnectors(settings.store().resolve("connectors.json"));
        this.positions = Files.createDirectories(settings.store().resolve("positions"));
    }

    /** Starts what ran before the process ended. */
    void resumeAll() {
        wanted.all().forEach((name, each) -> startWanted(name, each));
    }

    /** Has exactly these connectors. One that is as it is wanted is left alone. */
    void want(Map<String, WantedConnectors.Wanted> given) throws Exception {
        for (String name : wanted.all().keySet()) {
            if (!given.containsKey(name)) {
                stop(name);
            }
        }
        for (Map.Entry<String, WantedConnectors.Wanted> each : given.entrySet()) {
            want(each.getKey(), each.getValue());
        }
    }

    private void want(String name, WantedConnectors.Wanted one) throws Exception {
        synchronized (lock(name)) {
            Connector before = connectors.get(name);
            boolean paused = one.state().equals(WantedConnectors.PAUSED);
            if (before == null || !before.config().equals(one.config())) {
                wanted.put(name, one.config(), paused);
                if (before != null) {
                    end(before);
                }
                startWanted(name, one);
            } else if (before.paused() != paused) {
                pause(name, paused);
            }
        }
    }

    private void startWanted(String name, WantedConnectors.Wanted each) {
        synchronized (lock(name)) {
            try {
                Plugin plugin = plugins.connector(each.config().getOrDefault(ConfigKeys.CONNECTOR_CLASS, ""));
                begin(name, each.config(), each.state().equals(WantedConnectors.PAUSED), plugin);
            } catch (Exception e) {
                LOG.warn("The connector {} cannot be started", name, e);
                connectors.put(name, Connector.broken(name, each.config(), e));
            }
        }
    }

    /** Creates the connector, or gives it another config. */
    void create(String name, Map<String, String> config) throws Exception {
        synchronized (lock(name)) {
            Connector before = connectors.get(name);
            if (before != null && before.config().equals(config)) {
                throw new ConnectException("Connector with same config already exist.");
            }
            String className = config.get(ConfigKeys.CONNECTOR_CLASS);
            if (className == null) {
                throw new ConnectException("Request config key: " + ConfigKeys.CONNECTOR_CLASS);
            }
            checkTasks(config);
            Plugin plugin = plugins.connector(className);
            Connector.validate(plugin, config, limit);
            wanted.put(name, config, false);
            if (before != null) {
                end(before);
            }
            begin(name, config, false, plugin);
        }
    }

    private static void checkTasks(Map<String, String> config) {
        String tasks = config.getOrDefault(ConfigKeys.MAX_TASKS, "1").trim();
        if (!tasks.matches("[1-9]\\d{0,2}")) {
            throw new ConnectException(ConfigKeys.MAX_TASKS + " must be from 1 to 999, not " + tasks);
        }
    }

    /** Stops the connector and deletes its config. Its positions stay. */
    void stop(String name) throws Exception {
        synchronized (lock(name)) {
            wanted.remove(name);
            Connector connector = connectors.remove(name);
            if (connector != null) {
                end(connector);
                stopped.put(name, connector);
            }
        }
    }

    /** Returns false if there is no such connector. */
    boolean pause(String name, boolean paused) throws IOException {
        synchronized (lock(name)) {
            Connector connector = connectors.get(name);
            if (connector == null) {
                return false;
            }
            wanted.put(name, connector.config(), paused);
            connector.pause(paused);
            return true;
        }
    }

    /** Returns false if there is no such connector. */
    boolean restart(String name) throws Exception {
        synchronized (lock(name)) {
            Connector connector = connectors.get(name);
            if (connector == null) {
                return false;
            }
            end(connector);
            startWanted(name, wanted.all().get(name));
            return true;
        }
    }

    /** Returns false if there is no such task. */
    boolean restartTask(String name, int task) throws Exception {
        synchronized (lock(name)) {
            Connector connector = connectors.get(name);
            return connector != null && connector.restartTask(task, runs(connector));
        }
    }

    Plugins plugins() {
        return plugins;
    }

    /** Returns the connectors in the order in which they were created. */
    List<Connector> connectors() {
        synchronized (connectors) {
            return new ArrayList<>(connectors.values());
        }
    }

    /** Returns null if there is no such connector. */
    Connector connector(String name) {
        return connectors.get(name);
    }

    /** Returns null if no such connector was stopped since the start. */
    Connector stopped(String name) {
        return stopped.get(name);
    }

    Collection<TaskRun> stoppedTasks() {
        synchronized (stoppedTasks) {
            return List.copyOf(stoppedTasks);
        }
    }

    private void begin(String name, Map<String, String> config, boolean paused, Plugin plugin) throws IOException {
        Positions kept = new Positions(positions.resolve(StateFile.nameFor(name)));
        Connector connector = new Connector(name, config, paused, plugin, plugins, limit, kept);
        connectors.put(name, connector);
        stopped.remove(name);
        connector.start(runs(connector));
    }

    private Connector.TaskRuns runs(Connector connector) {
        return (TaskParts parts, KeyValue config, boolean paused, int tasks) ->
                connector.type().equals("SOURCE")
                        ? new SourceRun(parts, config, connector.positions(), settings, paused, messages)
                        : new SinkRun(parts, config, connector.positions(), settings, paused, messages, tasks);
    }

    private void end(Connector connector) throws InterruptedException {
        connector.stop();
        synchronized (stoppedTasks) {
            connector.tasks().forEach(stoppedTasks::addFirst);
            while (stoppedTasks.size() > KEPT_STOPPED) {
                stoppedTasks.removeLast();
            }
        }
    }

    private Object lock(String name) {
        return locks.computeIfAbsent(name, any -> new Object());
    }
}
