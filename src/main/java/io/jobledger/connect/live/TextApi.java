package io.jobledger.connect.live;

import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.dialect.ConfigKeys;
import io.jobledger.connect.dialect.ConnectWords;
import io.jobledger.connect.dialect.ConnectorNames;
import io.jobledger.connect.dialect.TextDocuments;
import io.jobledger.connect.dialect.WorkerDialect;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Answers the text API, whatever dialect the worker speaks. A worker of 2019 gives the answers itself, byte by byte. An
 * answer is a refusal by its words alone.
 */
public final class TextApi {
    private final ConnectCalls calls;
    private final WorkerFacts facts;
    private final Changes changes;
    private final Json json;
    private final TextDocuments texts;

    public TextApi(ConnectCalls calls, WorkerFacts facts, Changes changes, Json json) {
        this.calls = calls;
        this.facts = facts;
        this.changes = changes;
        this.json = json;
        this.texts = new TextDocuments(json);
    }

    /** Creates or changes a connector. */
    public CompletionStage<String> create(String name, @Nullable String config) {
        if (config == null) {
            return CompletableFuture.completedStage(ConnectWords.TEXT_NO_CONFIG);
        }
        Map<String, String> read = ConfigKeys.read(json, config.getBytes(StandardCharsets.UTF_8));
        if (read == null || ConnectorNames.fault(name) != null) {
            return CompletableFuture.completedStage(read == null ? ConnectWords.TEXT_MALFORMED : ConnectWords.FAILED);
        }
        return changes.create(name, read).thenApply(refusal -> {
            if (refusal == null) {
                return ConnectWords.SUCCESS;
            }
            String words = ConfigKeys.message(WorkerDialect.TEXT, refusal);
            boolean known = words.equals(ConnectWords.SAME_CONFIG) || words.startsWith(ConnectWords.KEY_MISSING);
            return known ? words : ConnectWords.FAILED;
        });
    }

    /** Stops a connector, also one that is paused. */
    public CompletionStage<String> stop(String name) {
        return changes.stop(name).thenApply(stopped -> stopped ? ConnectWords.SUCCESS : ConnectWords.FAILED);
    }

    /** Stops all connectors. */
    public CompletionStage<String> stopAll() {
        return changes.stopAll().thenApply(stopped -> ConnectWords.SUCCESS);
    }

    /** Returns whether a connector runs. */
    public CompletionStage<String> status(String name) {
        return passed(
                "/connectors/" + ConnectCalls.encoded(name) + "/status",
                () -> facts.facts(name)
                        .thenApply(known -> known.filter(ConnectorFacts::runs).isPresent()
                                ? ConnectWords.RUNNING
                                : ConnectWords.NOT_RUNNING));
    }

    /** Returns the config of a connector and of its tasks. */
    public CompletionStage<String> config(String name) {
        return passed(
                "/connectors/" + ConnectCalls.encoded(name) + "/config",
                () -> facts.facts(name)
                        .thenApply(known -> known.map(texts::config).orElseGet(TextDocuments::noConfig)));
    }

    /** Returns the configs of all connectors. */
    public CompletionStage<String> configInfo() {
        return passed("/getConfigInfo", () -> facts.facts().thenApply(texts::configInfo));
    }

    /** Returns what the worker has. */
    public CompletionStage<String> allocatedInfo() {
        return passed("/getAllocatedInfo", () -> facts.facts().thenApply(texts::allocatedInfo));
    }

    /** Returns the workers. */
    public CompletionStage<String> clusterInfo() {
        return passed(
                "/getClusterInfo",
                () -> facts.workers()
                        .thenApply(names -> json.writeText(JsonNode.createArrayNode(
                                names.stream().map(JsonNode::createStringNode).toList()))));
    }

    /** Loads the plugins again. */
    public CompletionStage<String> reload() {
        return calls.dialect()
                .thenCompose(dialect ->
                        calls.change(HttpMethod.GET, "/plugin/reload").thenApply(answer -> words(dialect, answer)));
    }

    private String words(WorkerDialect dialect, EngineAnswer answer) {
        if (dialect == WorkerDialect.TEXT) {
            return ConnectCalls.text(answer);
        }
        return JsonAnswer.message(json, answer) == null ? ConnectWords.SUCCESS : ConnectWords.FAILED;
    }

    /** Returns the answer of a worker that speaks text, else the one that is put together. */
    private CompletionStage<String> passed(String target, Supplier<CompletionStage<String>> otherwise) {
        return calls.reading(dialect ->
                dialect == WorkerDialect.TEXT ? calls.read(target).thenApply(ConnectCalls::text) : otherwise.get());
    }
}
