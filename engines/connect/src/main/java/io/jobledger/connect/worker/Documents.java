package io.jobledger.connect.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the documents of the answers, as the runtime of 2024 does. */
final class Documents {

    /** The name of the one worker. A standalone runtime has it, too. */
    static final String WORKER = "standalone-worker";

    private Documents() {}

    static Map<String, Object> status(Connector connector) {
        return status(connector, connector.state(), connector.trace(), null, connector.type());
    }

    static Map<String, Object> stoppedStatus(Connector connector) {
        return status(connector, "UNASSIGNED", null, "UNASSIGNED", "UNKNOWN");
    }

    private static Map<String, Object> status(
            Connector connector, String state, String trace, String tasksState, String type) {
        List<Object> tasks = new ArrayList<>();
        connector.tasks().forEach(task -> tasks.add(taskStatus(task, tasksState)));
        return object(
                "name",
                connector.name(),
                "connector",
                object("state", state, "trace", trace, "workerId", WORKER),
                "tasks",
                tasks,
                "type",
                type);
    }

    /** @param state the task's own if null */
    static Map<String, Object> taskStatus(TaskRun task, String state) {
        return object(
                "state",
                state == null ? task.state() : state,
                "trace",
                state == null ? task.trace() : null,
                "workerId",
                WORKER,
                "id",
                task.parts.number());
    }

    static Map<String, Object> info(Connector connector) {
        List<Object> tasks = new ArrayList<>();
        connector.tasks().forEach(task -> tasks.add(id(task)));
        return object(
                "name", connector.name(),
                "config", connector.config(),
                "tasks", tasks,
                "type", connector.type());
    }

    static List<Object> tasks(Connector connector) {
        List<Object> tasks = new ArrayList<>();
        connector.tasks().forEach(task -> tasks.add(object("id", id(task), "config", ConfigKeys.map(task.config))));
        return tasks;
    }

    static Map<String, Object> allocatedTasks(Worker worker) {
        Map<String, List<Object>> byState = new LinkedHashMap<>();
        for (String list : List.of("pendingTasks", "stoppedTasks", "errorTasks", "stoppingTasks", "runningTasks")) {
            byState.put(list, new ArrayList<>());
        }
        for (Connector connector : worker.connectors()) {
            for (TaskRun task : connector.tasks()) {
                switch (task.state()) {
                    case "FAILED", "RESTARTING" -> byState.get("errorTasks").add(allocated(task, "ERROR"));
                    case "UNASSIGNED" -> byState.get("pendingTasks").add(allocated(task, "PENDING"));
                    default -> byState.get("runningTasks").add(allocated(task, "RUNNING"));
                }
            }
        }
        worker.stoppedTasks().forEach(task -> byState.get("stoppedTasks").add(allocated(task, "TERMINATED")));
        return new LinkedHashMap<>(byState);
    }

    static List<Object> plugins(List<Plugin> plugins) {
        List<Object> list = new ArrayList<>();
        plugins.forEach(
                plugin -> list.add(object("className", plugin.name(), "type", plugin.kind(), "version", "undefined")));
        return list;
    }

    /** Makes the one document from which the service records everything. */
    static Map<String, Object> runtime(Worker worker) {
        List<Object> connectors = new ArrayList<>();
        for (Connector each : worker.connectors()) {
            List<Object> tasks = new ArrayList<>();
            each.tasks().forEach(task -> tasks.add(runtimeTask(task)));
            connectors.add(object(
                    "name", each.name(),
                    "config", each.config(),
                    "type", each.type(),
                    "wanted", each.paused() ? WantedConnectors.PAUSED : WantedConnectors.RUNNING,
                    "state", each.state(),
                    "workerId", WORKER,
                    "trace", each.trace(),
                    "since", each.since(),
                    "tasks", tasks));
        }
        return object("connectors", connectors);
    }

    private static Map<String, Object> runtimeTask(TaskRun task) {
        return object(
                "task", task.parts.number(),
                "state", task.state(),
                "workerId", WORKER,
                "trace", task.trace(),
                "attempt", task.attempt(),
                "since", task.since(),
                "config", ConfigKeys.map(task.config),
                "positions", task.positions.documents(),
                "failures", task.failures());
    }

    private static Map<String, Object> id(TaskRun task) {
        return object("connector", task.parts.connector(), "task", task.parts.number());
    }

    private static Map<String, Object> allocated(TaskRun task, String state) {
        return object(
                "connectorName", task.parts.connector(),
                "config", ConfigKeys.map(task.config),
                "taskState", state);
    }

    /** Makes an object of names and values in turn. Values may be null. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            object.put((String) namesAndValues[at], namesAndValues[at + 1]);
        }
        return object;
    }
}
