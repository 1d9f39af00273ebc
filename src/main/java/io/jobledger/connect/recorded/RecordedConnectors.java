package io.jobledger.connect.recorded;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.connect.ConnectorFacts;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.RecordedDocument;
import io.micronaut.json.tree.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Answers about connectors in the words of the JSON API, from the ledger. A run that was stopped is
 * {@code UNASSIGNED}, as workers say of one. What has become of another one is {@code UNKNOWN}. All methods block.
 */
public record RecordedConnectors(Ledger ledger, EngineCluster cluster, Json json) {
    /** The path of a connector's entry in the list of all. */
    public static final String CONNECTOR = "";

    /** The path of the tasks with their configs. */
    public static final String TASKS = "/tasks";

    /** The path of the newest config. Its versions are below. */
    public static final String CONFIG = "/config";

    /** Returns the status of the connector; empty if it is not on record. */
    public Optional<JsonNode> status(String name) {
        RecordedDocument recorded = ledger.document(cluster.job(name), CONNECTOR);
        if (recorded.document() == null) {
            return Optional.empty();
        }
        JsonNode state = JsonNode.createStringNode(
                recorded.run().closure() == Closure.SEALED ? ConnectorFacts.UNASSIGNED : ConnectorFacts.UNKNOWN);
        JsonNode status = json.read(recorded.document().body()).get("status");
        return Optional.of(Json.with(
                status,
                Map.of(
                        "connector",
                        in(status.get("connector"), state),
                        "tasks",
                        JsonNode.createArrayNode(StreamSupport.stream(
                                        Json.elements(status, "tasks").spliterator(), false)
                                .map(task -> in(task, state))
                                .toList()))));
    }

    /** Returns the status of a task; empty if it is not on record. */
    public Optional<JsonNode> status(String name, int task) {
        return status(name)
                .flatMap(status -> StreamSupport.stream(
                                Json.elements(status, "tasks").spliterator(), false)
                        .filter(each -> each.get("id").getIntValue() == task)
                        .findFirst());
    }

    /** Returns the newest config of the connector, secrets masked; empty if it is not on record. */
    public Optional<JsonNode> info(String name) {
        return document(name, CONNECTOR).map(document -> document.get("info"));
    }

    /** Returns the tasks of the connector with their configs; empty if it is not on record. */
    public Optional<JsonNode> tasks(String name) {
        return document(name, TASKS);
    }

    private Optional<JsonNode> document(String name, String path) {
        return Optional.ofNullable(ledger.document(cluster.job(name), path).document())
                .map(document -> json.read(document.body()));
    }

    private static JsonNode in(JsonNode status, JsonNode state) {
        return Json.with(status, Map.of("state", state, "trace", JsonNode.nullNode()));
    }
}
