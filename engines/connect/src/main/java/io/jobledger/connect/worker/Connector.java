package io.jobledger.connect.worker;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.connector.ConnectorContext;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.errors.ConnectException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one connector with its tasks, from its start to its stop. */
final class Connector {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    /** Makes a task's run. */
    interface TaskRuns {
        TaskRun make(TaskParts parts, KeyValue config, boolean paused, int tasks);
    }

    private final String name;
    private final Map<String, String> config;
    private final Plugin plugin;
    private final Plugins plugins;
    private final TimeLimit limit;
    private final Positions positions;
    private volatile boolean paused;
    private volatile String failure;
    private volatile long since = System.currentTimeMillis();
    private volatile List<TaskRun> tasks = List.of();
    private io.openmessaging.connector.api.component.connector.Connector<?> started;

    Connector(
            String name,
            Map<String, String> config,
            boolean paused,
            Plugin plugin,
            Plugins plugins,
            TimeLimit limit,
            Positions positions) {
        this.name = name;
        this.config = config;
        this.paused = paused;
        this.plugin = plugin;
        this.plugins = plugins;
        this.limit = limit;
        this.positions = positions;
    }

    /** Returns a connector that cannot be started, as its plugin lacks. */
    static Connector broken(String name, Map<String, String> config, Exception cause) {
        Connector connector = new Connector(name, config, false, null, null, null, null);
        connector.failure = Failure.trace(cause);
        return connector;
    }

    /** Throws what the plugin says against the config. */
    static void validate(Plugin plugin, Map<String, String> config, TimeLimit limit) throws Exception {
        String what = plugin.name() + ".validate";
        limit.call(what, plugin.type().getClassLoader(), () -> {
            instance(plugin).validate(ConfigKeys.keyValue(config));
            return null;
        });
    }

    /** Starts the connector and its tasks. A failure becomes the connector's state. */
    void start(TaskRuns runs) {
        ClassLoader loader = plugin.type().getClassLoader();
        try {
            started = limit.call(plugin.name() + ".start", loader, () -> {
                var instance = instance(plugin);
                instance.init(new Context());
                instance.start(ConfigKeys.keyValue(config));
                return instance;
            });
            int maxTasks = Integer.parseInt(
                    config.getOrDefault(ConfigKeys.MAX_TASKS, "1").trim());
            List<KeyValue> configs =
                    limit.call(plugin.name() + ".taskConfigs", loader, () -> started.taskConfigs(maxTasks));
            Class<? extends Task> taskClass = limit.call(plugin.name() + ".taskClass", loader, started::taskClass);
            List<TaskRun> made = new ArrayList<>();
            for (KeyValue each : configs) {
                int number = made.size();
                made.add(runs.make(
                        new TaskParts(name, number, taskClass, loader, plugins),
                        ConfigKeys.taskConfig(each, config, number, taskClass),
                        paused,
                        configs.size()));
            }
            tasks = List.copyOf(made);
            made.forEach(TaskRun::start);
        } catch (Exception e) {
            fail(e);
        }
    }

    private void fail(Exception cause) {
        LOG.warn("The connector {} failed", name, cause);
        failure = Failure.trace(cause);
        since = System.currentTimeMillis();
    }

    void pause(boolean wanted) {
        if (paused != wanted) {
            paused = wanted;
            since = System.currentTimeMillis();
        }
        tasks.forEach(task -> task.pause(wanted));
    }

    /** Returns once all has stopped, or was given up. */
    void stop() throws InterruptedException {
        tasks.forEach(TaskRun::askToStop);
        for (TaskRun task : tasks) {
            task.awaitStop();
        }
        if (started != null) {
            try {
                limit.call(plugin.name() + ".stop", plugin.type().getClassLoader(), () -> {
                    started.stop();
                    return null;
                });
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                LOG.warn("The connector {} failed to stop", name, e);
            }
        }
    }

    /** Runs one task anew, also one that has failed for good. Returns false if there is none with the number. */
    synchronized boolean restartTask(int number, TaskRuns runs) throws InterruptedException {
        if (number < 0 || number >= tasks.size()) {
            return false;
        }
        TaskRun old = tasks.get(number);
        old.askToStop();
        old.awaitStop();
        TaskRun fresh = runs.make(old.parts, old.config, paused, tasks.size());
        List<TaskRun> all = new ArrayList<>(tasks);
        all.set(number, fresh);
        tasks = List.copyOf(all);
        fresh.start();
        return true;
    }

    String name() {
        return name;
    }

    Map<String, String> config() {
        return config;
    }

    String type() {
        return plugin == null ? "UNKNOWN" : plugin.kind();
    }

    boolean paused() {
        return paused;
    }

    String state() {
        return failure != null ? "FAILED" : paused ? "PAUSED" : "RUNNING";
    }

    String trace() {
        return failure;
    }

    long since() {
        return since;
    }

    List<TaskRun> tasks() {
        return tasks;
    }

    Positions positions() {
        return positions;
    }

    private static io.openmessaging.connector.api.component.connector.Connector<?> instance(Plugin plugin)
            throws ReflectiveOperationException {
        try {
            return (io.openmessaging.connector.api.component.connector.Connector<?>)
                    plugin.type().getDeclaredConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new ConnectException(plugin.name() + " cannot be made: " + e.getCause(), e.getCause());
        }
    }

    /** Lets the plugin report an error of its own threads. */
    private final class Context implements ConnectorContext {

        @Override
        public void requestTaskReconfiguration() {
            throw new ConnectException("The worker gives tasks another config only with the connector's");
        }

        @Override
        public void raiseError(Exception cause) {
            fail(cause);
        }
    }
}
