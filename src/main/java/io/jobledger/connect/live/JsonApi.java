package io.jobledger.connect.live;

import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.TaskFacts;
import io.jobledger.connect.dialect.ConfigKeys;
import io.jobledger.connect.dialect.ConnectWords;
import io.jobledger.connect.dialect.ConnectorNames;
import io.jobledger.connect.dialect.JsonDocuments;
import io.jobledger.connect.dialect.WorkerDialect;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers the JSON API, whatever dialect the worker speaks. A worker that speaks JSON gives the answers itself, byte by
 * byte; what it lacks is put together.
 */
public final class JsonApi {
    private static final int BAD = 400;

    /** In bytes. A config goes through every answer about its connector, and through the broker's messages of 4 MB. */
    private static final int LARGEST_CONFIG = 1024 * 1024;

    private final ConnectCalls calls;
    private final WorkerFacts facts;
    private final Changes changes;
    private final Json json;

    public JsonApi(ConnectCalls calls, WorkerFacts facts, Changes changes, Json json) {
        this.calls = calls;
        this.facts = facts;
        this.changes = changes;
        this.json = json;
    }

    /** Returns the workers. */
    public CompletionStage<JsonAnswer> cluster() {
        return read(
                "/getClusterInfo",
                () -> facts.workers()
                        .thenApply(names -> ok(JsonNode.createArrayNode(
                                names.stream().map(JsonNode::createStringNode).toList()))));
    }

    /** Returns all connectors. */
    public CompletionStage<JsonAnswer> list() {
        return read("/connectors/list", () -> facts.facts().thenApply(all -> ok(JsonDocuments.list(all))));
    }

    /** Returns the connectors that the worker has. */
    public CompletionStage<JsonAnswer> allocatedConnectors() {
        return read(
                "/allocated/connectors",
                () -> facts.facts().thenApply(all -> ok(JsonDocuments.allocatedConnectors(all))));
    }

    /** Returns the tasks that the worker has. */
    public CompletionStage<JsonAnswer> allocatedTasks() {
        return read("/allocated/tasks", () -> facts.facts().thenApply(all -> ok(JsonDocuments.allocatedTasks(all))));
    }

    /**
     * Creates or changes a connector.
     *
     * @param config JSON, null if the client gave none
     */
    public CompletionStage<JsonAnswer> create(String name, @Nullable byte[] config) {
        if (config == null || config.length == 0) {
            return refused(ConnectWords.NO_CONFIG);
        }
        if (config.length > LARGEST_CONFIG) {
            throw ApiException.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.");
        }
        Map<String, String> read = ConfigKeys.read(json, config);
        String fault = ConnectorNames.fault(name);
        if (read == null || fault != null) {
            return refused(read == null ? ConnectWords.MALFORMED : fault);
        }
        return calls.dialect()
                .thenCompose(dialect -> dialect == WorkerDialect.JSON
                        ? changes.post(name, read).thenApply(answer -> JsonAnswer.ofCreation(json, answer))
                        : changes.create(name, read)
                                .thenApply(refusal -> refusal == null
                                        ? ok(JsonDocuments.config(read))
                                        : JsonAnswer.refused(json, ConfigKeys.message(WorkerDialect.JSON, refusal))));
    }

    /** Returns the status of a connector. */
    public CompletionStage<JsonAnswer> status(String name) {
        return read(path(name, "/status"), () -> one(name, noStatus(name), known -> ok(JsonDocuments.status(known))));
    }

    /** Returns the config of a connector. */
    public CompletionStage<JsonAnswer> config(String name) {
        return read(path(name, "/config"), () -> one(name, noConnector(name), known -> ok(JsonDocuments.info(known))));
    }

    /** Returns the tasks of a connector. */
    public CompletionStage<JsonAnswer> tasks(String name) {
        return read(
                path(name, "/tasks"),
                () -> facts.facts(name)
                        .thenApply(known -> ok(
                                known.map(JsonDocuments::tasks).orElseGet(() -> JsonNode.createArrayNode(List.of())))));
    }

    /** Returns the status of a task. */
    public CompletionStage<JsonAnswer> taskStatus(String name, int task) {
        return read(
                path(name, "/tasks/" + task + "/status"),
                () -> one(
                        name,
                        noTask(name, task),
                        known -> known.tasks().stream()
                                .filter(each -> each.task() == task)
                                .findFirst()
                                .map(each -> ok(JsonDocuments.status(each)))
                                .orElseGet(() -> JsonAnswer.unknown(json, noTask(name, task)))));
    }

    /** Stops a connector and deletes its config. */
    public CompletionStage<JsonAnswer> stop(String name) {
        return change(
                path(name, "/stop"), () -> changes.stop(name).thenApply(stopped -> stopped ? deleted(name) : failed()));
    }

    /** Does the same for a connector that is there. */
    public CompletionStage<JsonAnswer> delete(String name) {
        return facts.facts(name)
                .thenCompose(known -> known.isPresent()
                        ? changes.stop(name).thenApply(stopped -> stopped ? deleted(name) : failed())
                        : unknown(noConnector(name)));
    }

    /** Stops all connectors. */
    public CompletionStage<JsonAnswer> stopAll() {
        return change("/connectors/stop/all", () -> changes.stopAll().thenApply(names -> all(names, "deleted")));
    }

    /** Pauses a connector. */
    public CompletionStage<JsonAnswer> pause(String name) {
        return change(
                path(name, "/pause"),
                () -> changes.pause(name)
                        .thenApply(paused -> paused
                                ? ok("Connector [" + name + "] paused successfully")
                                : JsonAnswer.unknown(json, "Connector [" + name + "] does not exist")));
    }

    /** Pauses all connectors. */
    public CompletionStage<JsonAnswer> pauseAll() {
        return change(
                "/connectors/pause/all",
                () -> facts.facts()
                        .thenCompose(all -> changes.inTurn(
                                        all, one -> changes.pause(one.name()).thenApply(done -> null))
                                .thenApply(done -> all(names(all), "paused"))));
    }

    /** Resumes a connector. */
    public CompletionStage<JsonAnswer> resume(String name) {
        return change(
                path(name, "/resume"),
                () -> facts.facts(name)
                        .thenCompose(known -> known.isEmpty()
                                ? unknown("Connector [" + name + "] does not exist")
                                : changes.resume(name).thenApply(refusal -> done(name, refusal, "resumed"))));
    }

    /** Resumes all connectors. */
    public CompletionStage<JsonAnswer> resumeAll() {
        return change(
                "/connectors/resume/all",
                () -> facts.facts()
                        .thenCompose(all -> changes.inTurn(
                                        all, one -> changes.resume(one.name()).thenApply(done -> null))
                                .thenApply(done -> all(names(all), "resumed"))));
    }

    /** Restarts a connector with all its tasks. */
    public CompletionStage<JsonAnswer> restart(String name) {
        if (calls.ours()) {
            return post(path(name, "/restart"));
        }
        return facts.facts(name)
                .thenCompose(known -> known.isEmpty()
                        ? unknown(noConnector(name))
                        : changes.restart(known.get()).thenApply(refusal -> done(name, refusal, "restarted")));
    }

    /** Restarts a task; with it the connector, if the worker knows no other way. */
    public CompletionStage<JsonAnswer> restart(String name, int task) {
        if (calls.ours()) {
            return post(path(name, "/tasks/" + task + "/restart"));
        }
        return facts.facts(name)
                .thenCompose(known -> known.isEmpty()
                                || known.get().tasks().stream()
                                        .map(TaskFacts::task)
                                        .noneMatch(each -> each == task)
                        ? unknown(noTask(name, task))
                        : changes.restart(known.get())
                                .thenApply(refusal -> refusal == null
                                        ? ok("Task [" + name + '-' + task + "] restarted successfully")
                                        : JsonAnswer.refused(json, refusal)));
    }

    /** Loads the plugins again. */
    public CompletionStage<JsonAnswer> reload() {
        return change(
                "/plugin/reload",
                () -> calls.change(HttpMethod.GET, "/plugin/reload")
                        .thenApply(answer -> ConnectCalls.text(answer).equals(ConnectWords.SUCCESS)
                                ? ok("Plugin reload succeeded")
                                : failed()));
    }

    /**
     * Returns an answer about plugins, which a worker of 2019 does not have.
     *
     * @param target such as {@code /plugin/list}, with its query
     */
    public CompletionStage<JsonAnswer> plugins(String target) {
        return read(
                target,
                () -> CompletableFuture.completedStage(JsonAnswer.error(
                        json, HttpStatus.BAD_REQUEST, BAD, "A worker of 2019 does not tell of its plugins.")));
    }

    private CompletionStage<JsonAnswer> one(String name, String unknown, Function<ConnectorFacts, JsonAnswer> answer) {
        return facts.facts(name)
                .thenApply(known -> known.map(answer).orElseGet(() -> JsonAnswer.unknown(json, unknown)));
    }

    private CompletionStage<JsonAnswer> read(String target, Supplier<CompletionStage<JsonAnswer>> otherwise) {
        return calls.reading(dialect -> dialect == WorkerDialect.JSON
                ? calls.read(target).thenApply(answer -> JsonAnswer.of(json, answer))
                : otherwise.get());
    }

    private CompletionStage<JsonAnswer> change(String target, Supplier<CompletionStage<JsonAnswer>> otherwise) {
        return calls.dialect()
                .thenCompose(dialect -> dialect == WorkerDialect.JSON
                        ? calls.change(HttpMethod.GET, target).thenApply(answer -> JsonAnswer.of(json, answer))
                        : otherwise.get());
    }

    private CompletionStage<JsonAnswer> post(String target) {
        return calls.change(HttpMethod.POST, target).thenApply(answer -> JsonAnswer.of(json, answer));
    }

    private CompletionStage<JsonAnswer> refused(String message) {
        return CompletableFuture.completedStage(JsonAnswer.error(json, HttpStatus.BAD_REQUEST, BAD, message));
    }

    private CompletionStage<JsonAnswer> unknown(String message) {
        return CompletableFuture.completedStage(JsonAnswer.unknown(json, message));
    }

    private JsonAnswer all(List<String> names, String done) {
        return ok(
                names.isEmpty()
                        ? "No connector needs to be " + done + ", please add connector first"
                        : names + " connectors are " + done);
    }

    private JsonAnswer done(String name, @Nullable String refusal, String done) {
        return refusal == null
                ? ok("Connector [" + name + "] " + done + " successfully")
                : JsonAnswer.refused(json, refusal);
    }

    private JsonAnswer deleted(String name) {
        return ok("Connector [" + name + "] deleted successfully");
    }

    private JsonAnswer failed() {
        return JsonAnswer.error(json, HttpStatus.INTERNAL_SERVER_ERROR, 500, "The worker only says: failed");
    }

    private JsonAnswer ok(JsonNode body) {
        return JsonAnswer.ok(json, body);
    }

    private JsonAnswer ok(String words) {
        return JsonAnswer.ok(json, words);
    }

    private static List<String> names(List<ConnectorFacts> all) {
        return all.stream().map(ConnectorFacts::name).toList();
    }

    private static String noConnector(String name) {
        return "Connector[" + name + "] does not exist";
    }

    private static String noStatus(String name) {
        return "No status found for connector " + name;
    }

    private static String noTask(String name, int task) {
        return "No status found for task " + name + '-' + task;
    }

    private static String path(String name, String further) {
        return "/connectors/" + ConnectCalls.encoded(name) + further;
    }
}
