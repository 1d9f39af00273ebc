package io.jobledger.connect.wanted;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.dialect.ConfigKeys;
import io.jobledger.connect.dialect.JsonDocuments;
import io.jobledger.connect.dialect.WorkerDialect;
import io.jobledger.connect.live.ConnectCalls.Greeting;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.wanted.WantedConfig;
import io.jobledger.ledger.wanted.WantedConfigs;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.json.tree.JsonNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Keeps what the embedded worker is to run, and gives it to each worker that comes up. Remote workers keep that
 * themselves, so nothing is done for them.
 */
public record WantedState(
        EngineCluster cluster, WantedConfigs wanted, EngineClient client, Json json, Clock clock, Executor blocking)
        implements Greeting {

    /** Gives a new worker all that it is to run. It stops what it has beyond that. */
    @Override
    public CompletionStage<Void> greet(EngineSession session) {
        if (!cluster.engine().isOurs()) {
            return CompletableFuture.completedStage(null);
        }
        return CompletableFuture.supplyAsync(this::document, blocking)
                .thenCompose(body -> client.exchange(session, HttpMethod.PUT, "/wanted", null, body))
                .thenApply(answer -> {
                    if (!answer.ok() || json.read(answer.body()).get("errorCode") != null) {
                        throw ApiException.unavailable(
                                "The RocketMQ Connect worker does not take its connectors.", EngineCalls.RETRY_AFTER);
                    }
                    return null;
                });
    }

    /** Returns the names of the connectors that are to run or are paused. Blocks. */
    public Set<String> names() {
        return all().stream().map(WantedConfig::jobId).collect(Collectors.toSet());
    }

    /**
     * Notes what a change makes of the wanted state. Blocks.
     *
     * @param connector null for all
     * @param config of a connector that is to be made; null for none
     * @return puts back what was there before; it blocks too
     */
    public Runnable apply(OperationKind kind, @Nullable String connector, @Nullable Map<String, String> config) {
        if (!cluster.engine().isOurs()) {
            return () -> {};
        }
        List<WantedConfig> before = connector == null
                ? all()
                : wanted.find(cluster.job(connector)).stream().toList();
        switch (kind) {
            case SUBMIT -> create(connector, config);
            case STOP -> before.forEach(each -> wanted.drop(cluster.job(each.jobId())));
            case PAUSE -> before.forEach(each -> want(each.in(ConnectorFacts.PAUSED)));
            case RESUME -> before.forEach(each -> want(each.in(ConnectorFacts.RUNNING)));
            default -> {
                return () -> {};
            }
        }
        return () -> {
            if (before.isEmpty() && connector != null) {
                wanted.drop(cluster.job(connector));
            }
            before.forEach(this::want);
        };
    }

    private void create(String connector, @Nullable Map<String, String> config) {
        if (config != null) {
            Map<String, String> spelt = ConfigKeys.spelt(WorkerDialect.JSON, config);
            want(new WantedConfig(connector, ConnectorFacts.RUNNING, json.writeText(JsonDocuments.object(spelt))));
        }
    }

    private void want(WantedConfig config) {
        try {
            wanted.want(cluster.kind(), cluster.name(), config, clock.millis());
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("The connector's name or config has characters that cannot be recorded.");
        }
    }

    private List<WantedConfig> all() {
        return wanted.of(cluster.kind(), cluster.name());
    }

    private byte[] document() {
        Map<String, JsonNode> connectors = new LinkedHashMap<>();
        for (WantedConfig each : all()) {
            Map<String, JsonNode> one = new LinkedHashMap<>();
            one.put("config", json.read(each.config()));
            one.put("state", JsonNode.createStringNode(each.state()));
            connectors.put(each.jobId(), JsonNode.createObjectNode(one));
        }
        return json.write(JsonNode.createObjectNode(Map.of("connectors", JsonNode.createObjectNode(connectors))));
    }
}
