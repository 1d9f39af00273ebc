package io.jobledger.connect.live;

import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.TaskFacts;
import io.jobledger.connect.dialect.ConfigKeys;
import io.jobledger.connect.dialect.JsonDocuments;
import io.jobledger.connect.dialect.TextDocuments;
import io.jobledger.connect.dialect.WorkerDialect;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks the workers for what they know, and adds the connectors whose configs are kept for them. */
public final class WorkerFacts implements RuntimeFacts {
    private final ConnectCalls calls;
    private final KeptConfigs kept;
    private final Json json;
    private final TextDocuments texts;

    public WorkerFacts(ConnectCalls calls, KeptConfigs kept, Json json) {
        this.calls = calls;
        this.kept = kept;
        this.json = json;
        this.texts = new TextDocuments(json);
    }

    @Override
    public CompletionStage<List<ConnectorFacts>> facts() {
        return calls.reading(dialect -> dialect == WorkerDialect.TEXT ? ofText() : calls.ours() ? ofOurs() : ofJson())
                .thenApply(this::withKept);
    }

    @Override
    public CompletionStage<Optional<ConnectorFacts>> facts(String name) {
        return calls.reading(dialect -> dialect == WorkerDialect.JSON && !calls.ours()
                ? ofJson(name)
                : facts().thenApply(all ->
                        all.stream().filter(facts -> facts.name().equals(name)).findFirst()));
    }

    /** Returns the workers, as they name themselves. */
    CompletionStage<List<String>> workers() {
        return calls.reading(dialect -> calls.read("/getClusterInfo").thenApply(answer -> {
            if (dialect == WorkerDialect.TEXT) {
                return texts.clusterInfo(ConnectCalls.text(answer));
            }
            List<String> names = new ArrayList<>();
            JsonAnswer.body(json, answer).values().forEach(name -> names.add(name.coerceStringValue()));
            return names;
        }));
    }

    private List<ConnectorFacts> withKept(List<ConnectorFacts> known) {
        List<ConnectorFacts> all = new ArrayList<>(known);
        kept.all().forEach((name, config) -> {
            if (known.stream().noneMatch(facts -> facts.name().equals(name))) {
                all.add(new ConnectorFacts(
                        name,
                        config,
                        ConnectorFacts.PAUSED,
                        "",
                        null,
                        null,
                        ConfigKeys.type(config),
                        List.of(task(0, ConnectorFacts.PAUSED, "", config))));
            }
        });
        return all;
    }

    private CompletionStage<List<ConnectorFacts>> ofOurs() {
        return calls.read("/runtime").thenApply(answer -> {
            List<ConnectorFacts> all = new ArrayList<>();
            Json.elements(JsonAnswer.body(json, answer), "connectors")
                    .forEach(connector -> all.add(JsonDocuments.runtime(json, connector)));
            return all;
        });
    }

    private CompletionStage<List<ConnectorFacts>> ofJson() {
        return calls.read("/connectors/list").thenCompose(answer -> {
            List<CompletableFuture<ConnectorFacts>> each = new ArrayList<>();
            JsonAnswer.body(json, answer).entries().forEach(connector -> {
                JsonNode listed = connector.getValue();
                each.add(calls.read(path(connector.getKey()) + "/tasks")
                        .thenApply(tasks -> JsonDocuments.facts(
                                json, listed.get("status"), listed.get("info"), JsonAnswer.body(json, tasks)))
                        .toCompletableFuture());
            });
            return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                    .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
        });
    }

    private CompletionStage<Optional<ConnectorFacts>> ofJson(String name) {
        CompletionStage<EngineAnswer> status = calls.read(path(name) + "/status");
        CompletionStage<EngineAnswer> tasks = calls.read(path(name) + "/tasks");
        return calls.read(path(name) + "/config")
                .thenCompose(info -> status.thenCombine(tasks, (state, configs) -> {
                    JsonNode known = JsonAnswer.bodyOrNull(json, info);
                    JsonNode now = JsonAnswer.bodyOrNull(json, state);
                    return known == null || now == null
                            ? withKept(List.of()).stream()
                                    .filter(facts -> facts.name().equals(name))
                                    .findFirst()
                            : Optional.of(JsonDocuments.facts(json, now, known, JsonAnswer.body(json, configs)));
                }));
    }

    /**
     * Asks workers of 2019. They tell which tasks they were given, and not which of these live. A connector that none of
     * them has may be with a worker that was not asked.
     */
    private CompletionStage<List<ConnectorFacts>> ofText() {
        CompletionStage<List<EngineAnswer>> allocations = calls.readEach("/getAllocatedInfo");
        return calls.read("/getConfigInfo")
                .thenCombine(
                        workers(),
                        (answer, workers) -> allocations.thenApply(answers -> {
                            List<TextDocuments.Allocated> allocated = answers.stream()
                                    .map(ConnectCalls::text)
                                    .map(texts::allocatedInfo)
                                    .toList();
                            String absent = workers.size() > allocated.size()
                                    ? ConnectorFacts.UNKNOWN
                                    : ConnectorFacts.UNASSIGNED;
                            String worker = workers.size() == 1 ? workers.get(0) : ConnectorFacts.UNKNOWN;
                            List<ConnectorFacts> all = new ArrayList<>();
                            texts.configInfo(ConnectCalls.text(answer))
                                    .forEach((name, configs) ->
                                            all.add(ofText(name, configs, allocated, absent, worker)));
                            return all;
                        }))
                .thenCompose(all -> all);
    }

    private static ConnectorFacts ofText(
            String name,
            TextDocuments.Configs configs,
            List<TextDocuments.Allocated> allocated,
            String absent,
            String worker) {
        boolean has = allocated.stream().anyMatch(one -> one.connectors().contains(name));
        List<TaskFacts> tasks = new ArrayList<>();
        for (Map<String, String> config : configs.tasks()) {
            boolean given = allocated.stream()
                    .anyMatch(one -> one.tasks().getOrDefault(name, List.of()).contains(config));
            tasks.add(task(tasks.size(), given ? ConnectorFacts.UNKNOWN : absent, given ? worker : "", config));
        }
        return new ConnectorFacts(
                name,
                configs.connector(),
                has ? ConnectorFacts.RUNNING : absent,
                has ? worker : "",
                null,
                null,
                ConfigKeys.type(configs.connector()),
                tasks);
    }

    private static TaskFacts task(int id, String state, @Nullable String worker, Map<String, String> config) {
        return new TaskFacts(id, state, worker, null, null, null, config, List.of(), List.of());
    }

    private static String path(String name) {
        return "/connectors/" + ConnectCalls.encoded(name);
    }
}
