package io.jobledger.flink.operation;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Marks disposed savepoints in the catalogue. */
final class Disposals {
    /** Time to wait for a record: a savepoint disposed of at once may be recorded only seconds later. */
    private static final Duration UNTIL_RECORDED = Duration.ofMinutes(1);

    private final SavepointCatalogue catalogue;
    private final EngineCluster cluster;
    private final Json json;
    private final Clock clock;

    /** Disposal times (ms since the epoch) of savepoints not marked yet, by path. */
    private final Map<String, Long> unmarked = new ConcurrentHashMap<>();

    Disposals(SavepointCatalogue catalogue, EngineCluster cluster, Json json, Clock clock) {
        this.catalogue = catalogue;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
    }

    /** Marks the savepoint that the engine has disposed of by this operation. */
    void completed(Operation operation) {
        String path = Json.text(json.read(ClientRequest.body(operation)), "savepoint-path");
        // The engine accepts a savepoint's metadata file for the savepoint.
        unmarked.put(SavepointPath.canonical(path.replaceFirst("/_metadata$", "")), clock.millis());
        retry();
    }

    /** Marks savepoints recorded meanwhile, and gives up after {@link #UNTIL_RECORDED}. */
    void retry() {
        unmarked.entrySet()
                .removeIf(disposed ->
                        catalogue.markDisposed(cluster.kind(), cluster.name(), disposed.getKey(), disposed.getValue())
                                || clock.millis() - disposed.getValue() > UNTIL_RECORDED.toMillis());
    }
}
