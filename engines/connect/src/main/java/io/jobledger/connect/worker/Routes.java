package io.jobledger.connect.worker;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONException;
import com.alibaba.fastjson2.JSONObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers the calls of the runtime of 2024, with a few more, in its words. */
final class Routes {
    private static final String NO_FUNCTION = "This function has not been implemented yet";

    private final Worker worker;

    Routes(Worker worker) {
        this.worker = worker;
    }

    /**
     * Answers a call.
     *
     * @param path the decoded segments
     * @param config the query's parameter, null if it lacks
     */
    Answer answer(String method, List<String> path, String config, String body) throws Exception {
        String call = method + " /" + String.join("/", path);
        return switch (call) {
            case "GET /health" -> Answer.ok("The broker's route exists");
            case "GET /runtime" -> Answer.ok(Documents.runtime(worker));
            case "PUT /wanted" -> want(body);
            case "GET /getClusterInfo" -> Answer.ok(List.of(Documents.WORKER));
            case "GET /connectors/list" -> Answer.ok(list());
            case "GET /allocated/connectors" -> Answer.ok(configs());
            case "GET /allocated/tasks" -> Answer.ok(Documents.allocatedTasks(worker));
            case "GET /plugin/reload" -> reload();
            case "GET /plugin/list" ->
                Answer.ok(Documents.plugins(worker.plugins().all()));
            case "GET /plugin/list/connectors" ->
                Answer.ok(Documents.plugins(worker.plugins().all().stream()
                        .filter(Plugin::isConnector)
                        .toList()));
            case "GET /plugin/config" -> Answer.json(200, Documents.object("status", 400, "body", NO_FUNCTION));
            case "GET /plugin/config/validate" -> Answer.error(400, NO_FUNCTION);
            case "GET /connectors/stop/all" -> forAll("deleted", worker::stop);
            case "GET /connectors/pause/all" -> forAll("paused", name -> worker.pause(name, true));
            case "GET /connectors/resume/all" -> forAll("resumed", name -> worker.pause(name, false));
            default ->
                path.size() < 2 || !path.get(0).equals("connectors")
                        ? Answer.NOT_FOUND
                        : connector(
                                method + " " + String.join("/", path.subList(2, path.size())),
                                path.get(1),
                                method.equals("POST") ? body : config);
        };
    }

    private Answer connector(String call, String name, String config) throws Exception {
        switch (call) {
            case "GET ", "POST ":
                return create(name, config);
            case "GET status":
                return status(name);
            case "GET config":
                Connector connector = worker.connector(name);
                return connector == null
                        ? Answer.error(500, "Connector[" + name + "] does not exist")
                        : Answer.ok(Documents.info(connector));
            case "GET tasks":
                Connector parent = worker.connector(name);
                return Answer.ok(parent == null ? List.of() : Documents.tasks(parent));
            case "GET stop", "DELETE ":
                worker.stop(name);
                return Answer.ok("Connector [" + name + "] deleted successfully");
            case "GET pause":
                return done(name, "paused", worker.pause(name, true));
            case "GET resume":
                return done(name, "resumed", worker.pause(name, false));
            case "POST restart":
                return done(name, "restarted", worker.restart(name));
            default:
                return task(call, name);
        }
    }

    private Answer task(String call, String name) throws Exception {
        String[] parts = call.split("[ /]");
        if (parts.length != 4 || !parts[1].equals("tasks") || !parts[2].matches("\\d{1,9}")) {
            return Answer.NOT_FOUND;
        }
        int number = Integer.parseInt(parts[2]);
        String task = name + "-" + number;
        if (call.startsWith("GET ") && parts[3].equals("status")) {
            Connector connector = worker.connector(name);
            String state = connector == null ? "UNASSIGNED" : null;
            Connector known = connector == null ? worker.stopped(name) : connector;
            return known == null || number >= known.tasks().size()
                    ? Answer.error(500, "No status found for task " + task)
                    : Answer.ok(Documents.taskStatus(known.tasks().get(number), state));
        }
        if (call.startsWith("POST ") && parts[3].equals("restart")) {
            return worker.restartTask(name, number)
                    ? Answer.ok("Task [" + task + "] restarted successfully")
                    : Answer.error(500, "Task [" + task + "] does not exist");
        }
        return Answer.NOT_FOUND;
    }

    private Answer create(String name, String config) throws Exception {
        if (config == null || config.isEmpty()) {
            return Answer.error(400, "Failed! query param 'config' is required ");
        }
        Map<String, String> given = new LinkedHashMap<>();
        try {
            JSONObject document = JSON.parseObject(config);
            document.forEach((key, value) -> given.put(key, String.valueOf(value)));
        } catch (JSONException | NullPointerException | ClassCastException e) {
            return Answer.error(400, "Failed! query param 'config' is malformed");
        }
        worker.create(name, given);
        return Answer.ok(given);
    }

    private Answer status(String name) {
        Connector connector = worker.connector(name);
        if (connector != null) {
            return Answer.ok(Documents.status(connector));
        }
        Connector stopped = worker.stopped(name);
        return stopped == null
                ? Answer.error(500, "No status found for connector " + name)
                : Answer.ok(Documents.stoppedStatus(stopped));
    }

    private Answer want(String body) throws Exception {
        Map<String, WantedConnectors.Wanted> wanted;
        try {
            wanted = WantedConnectors.read(JSON.parseObject(body).getJSONObject("connectors"));
        } catch (JSONException | NullPointerException | ClassCastException e) {
            return Answer.error(400, "The body must be {\"connectors\":{name:{\"config\":{},\"state\":\"RUNNING\"}}}");
        }
        worker.want(wanted);
        return Answer.ok("Wanted connectors are known");
    }

    private Answer reload() {
        worker.plugins().reload();
        Map<String, String> broken = worker.plugins().broken();
        return broken.isEmpty()
                ? Answer.ok("Plugin reload succeeded")
                : Answer.error(500, "Plugins that cannot be loaded: " + broken);
    }

    private Map<String, Object> list() {
        Map<String, Object> list = new LinkedHashMap<>();
        for (Connector each : worker.connectors()) {
            list.put(each.name(), Documents.object("status", Documents.status(each), "info", Documents.info(each)));
        }
        return list;
    }

    private Map<String, Object> configs() {
        Map<String, Object> configs = new LinkedHashMap<>();
        worker.connectors().forEach(each -> configs.put(each.name(), each.config()));
        return configs;
    }

    private static Answer done(String name, String done, boolean found) {
        return found
                ? Answer.ok("Connector [" + name + "] " + done + " successfully")
                : Answer.error(500, "Connector [" + name + "] does not exist");
    }

    /** Changes a connector. */
    private interface Change {
        void apply(String name) throws Exception;
    }

    /** Changes all at the same time: plugins that do not stop must not add up. */
    private Answer forAll(String done, Change change) throws Exception {
        List<String> names = worker.connectors().stream().map(Connector::name).toList();
        if (names.isEmpty()) {
            return Answer.ok("No connector needs to be " + done + ", please add connector first");
        }
        List<Thread> threads = new ArrayList<>();
        for (String name : names) {
            Thread thread = TimeLimit.thread(done + " " + name, Routes.class.getClassLoader(), () -> {
                try {
                    change.apply(name);
                } catch (Exception e) {
                    throw new IllegalStateException(name + " cannot be " + done, e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Answer.ok(names + " connectors are " + done);
    }
}
