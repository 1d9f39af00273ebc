package io.jobledger.connect.live;

import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.dialect.ConfigKeys;
import io.jobledger.connect.dialect.ConnectWords;
import io.jobledger.connect.dialect.JsonDocuments;
import io.jobledger.connect.dialect.WorkerDialect;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Makes changes that both APIs have, in the worker's dialect. A worker's answer is judged by its words. */
public final class Changes {
    private final ConnectCalls calls;
    private final WorkerFacts facts;
    private final KeptConfigs kept;
    private final Json json;

    public Changes(ConnectCalls calls, WorkerFacts facts, KeptConfigs kept, Json json) {
        this.calls = calls;
        this.facts = facts;
        this.kept = kept;
        this.json = json;
    }

    /** Creates or changes a connector. Returns null, or the words of the worker that refuses it. */
    CompletionStage<String> create(String name, Map<String, String> config) {
        return calls.dialect()
                .thenCompose(dialect -> {
                    Map<String, String> spelt = ConfigKeys.spelt(dialect, config);
                    return dialect == WorkerDialect.TEXT
                            ? calls.change(
                                            HttpMethod.GET,
                                            path(name) + "?config="
                                                    + ConnectCalls.encoded(json.writeText(
                                                            JsonDocuments.object(ConfigKeys.withConverter(spelt)))))
                                    .thenApply(Changes::textRefusal)
                            : post(name, config).thenApply(answer -> JsonAnswer.message(json, answer));
                })
                .thenCompose(refusal -> refusal == null
                        ? kept.drop(name).thenApply(dropped -> null)
                        : CompletableFuture.completedStage(refusal));
    }

    /** Creates or changes a connector of a worker that speaks JSON. Returns the worker's answer. */
    CompletionStage<EngineAnswer> post(String name, Map<String, String> config) {
        byte[] spelt = json.write(JsonDocuments.object(ConfigKeys.spelt(WorkerDialect.JSON, config)));
        return calls.change(HttpMethod.POST, path(name), spelt)
                .thenCompose(answer -> JsonAnswer.message(json, answer) == null
                        ? kept.drop(name).thenApply(dropped -> answer)
                        : CompletableFuture.completedStage(answer));
    }

    /** Stops a connector, also one that is paused. Returns whether no worker refuses it. */
    CompletionStage<Boolean> stop(String name) {
        return kept.drop(name).thenCompose(dropped -> end(name));
    }

    /**
     * Stops all connectors, and those again that are left: the runtime of 2019 leaves some.
     *
     * @return the names of all that there were
     */
    CompletionStage<List<String>> stopAll() {
        return facts.facts().thenCompose(all -> {
            CompletionStage<Void> stopped = inTurn(all, one -> stop(one.name()).thenApply(done -> null));
            return stopped.thenApply(
                    done -> all.stream().map(ConnectorFacts::name).toList());
        });
    }

    /**
     * Pauses a connector of a worker of 2019: its config is kept, and the worker stops it.
     *
     * @return whether there is such a connector
     */
    CompletionStage<Boolean> pause(String name) {
        return facts.facts(name).thenCompose(known -> {
            if (known.isEmpty()) {
                return CompletableFuture.completedStage(false);
            }
            return kept.keep(name, ConfigKeys.given(known.get().config()))
                    .thenCompose(done -> end(name))
                    .thenApply(done -> true);
        });
    }

    /**
     * Makes a connector again whose config is kept.
     *
     * @return null, or the words of the worker that refuses it
     */
    CompletionStage<String> resume(String name) {
        Map<String, String> config = kept.all().get(name);
        return config == null ? CompletableFuture.completedStage(null) : create(name, config);
    }

    /**
     * Stops a connector and makes it again. Its config is kept meanwhile.
     *
     * @return null, or the words of the worker that refuses it
     */
    CompletionStage<String> restart(ConnectorFacts connector) {
        return kept.keep(connector.name(), ConfigKeys.given(connector.config()))
                .thenCompose(done -> end(connector.name()))
                .thenCompose(done -> resume(connector.name()));
    }

    /** Does something with each connector, one after another. */
    CompletionStage<Void> inTurn(List<ConnectorFacts> all, Function<ConnectorFacts, CompletionStage<Void>> each) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (ConnectorFacts one : new ArrayList<>(all)) {
            done = done.thenCompose(before -> each.apply(one));
        }
        return done;
    }

    private CompletionStage<Boolean> end(String name) {
        return calls.dialect()
                .thenCompose(dialect -> calls.change(HttpMethod.GET, path(name) + "/stop")
                        .thenApply(answer -> dialect == WorkerDialect.TEXT
                                ? textRefusal(answer) == null
                                : JsonAnswer.message(json, answer) == null));
    }

    /** Returns the words of an answer that is not {@code success}. */
    @Nullable
    private static String textRefusal(EngineAnswer answer) {
        String words = ConnectCalls.text(answer);
        return words.equals(ConnectWords.SUCCESS) ? null : answer.ok() ? words : ConnectWords.FAILED;
    }

    private static String path(String name) {
        return "/connectors/" + ConnectCalls.encoded(name);
    }
}
