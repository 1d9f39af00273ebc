package io.jobledger.connect.wanted;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.dialect.ConfigKeys;
import io.jobledger.connect.dialect.JsonDocuments;
import io.jobledger.connect.live.KeptConfigs;
import io.jobledger.http.Json;
import io.jobledger.ledger.wanted.WantedConfig;
import io.jobledger.ledger.wanted.WantedConfigs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Keeps the configs of paused connectors of remote workers in the ledger. Another service may write them too. The
 * embedded worker keeps its paused connectors itself.
 */
public final class KeptInLedger implements KeptConfigs {
    private final EngineCluster cluster;
    private final WantedConfigs wanted;
    private final Json json;
    private final Clock clock;
    private final Executor blocking;
    private volatile Map<String, Map<String, String>> known = Map.of();

    public KeptInLedger(EngineCluster cluster, WantedConfigs wanted, Json json, Clock clock, Executor blocking) {
        this.cluster = cluster;
        this.wanted = wanted;
        this.json = json;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Reads all configs again. Blocks. */
    public synchronized void read() {
        if (cluster.engine().isOurs()) {
            return;
        }
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (WantedConfig each : wanted.of(cluster.kind(), cluster.name())) {
            Map<String, String> config = ConfigKeys.read(json, each.config().getBytes(StandardCharsets.UTF_8));
            if (config != null) {
                all.put(each.jobId(), config);
            }
        }
        known = all;
    }

    @Override
    public Map<String, Map<String, String>> all() {
        return known;
    }

    @Override
    public CompletionStage<Void> keep(String name, Map<String, String> config) {
        return CompletableFuture.runAsync(
                () -> {
                    String text = json.writeText(JsonDocuments.object(config));
                    wanted.want(
                            cluster.kind(),
                            cluster.name(),
                            new WantedConfig(name, ConnectorFacts.PAUSED, text),
                            clock.millis());
                    read();
                },
                blocking);
    }

    @Override
    public CompletionStage<Void> drop(String name) {
        // Most connectors have none.
        return known.containsKey(name)
                ? CompletableFuture.runAsync(
                        () -> {
                            wanted.drop(cluster.job(name));
                            read();
                        },
                        blocking)
                : CompletableFuture.completedStage(null);
    }
}
