package io.jobledger.connect.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.TaskFacts;
import io.jobledger.connect.dialect.JsonDocuments;
import io.jobledger.connect.recorded.RecordedConnectors;
import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.JobSnapshotBuilder;
import io.jobledger.ledger.MetricSample;
import io.jobledger.secrets.Secrets;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the parts of the ledger's snapshots out of what workers tell. Secrets in these are masked. */
record ConnectorSnapshots(EngineCluster cluster, Json json) {
    /** The state of a task that its connector's stop has ended, and of the connector itself. */
    static final String STOPPED = "DESTROYED";

    static final String FAILED = "FAILED";
    private static final String RESTARTING = "RESTARTING";

    /** Returns a snapshot of the run without facts. */
    JobSnapshotBuilder run(String name, String state, long startTime, long now) {
        return JobSnapshot.builder(cluster.job(name))
                .name(Secrets.inText(name))
                .state(state)
                .startTime(startTime)
                .observedAt(now);
    }

    /** Returns the state of a connector: that of its task that fares worst, unless it is paused. */
    static String state(ConnectorFacts connector) {
        if (!connector.state().equals(ConnectorFacts.RUNNING)) {
            return connector.state();
        }
        List<String> tasks = connector.tasks().stream().map(TaskFacts::state).toList();
        return tasks.contains(FAILED) ? FAILED : tasks.contains(RESTARTING) ? RESTARTING : ConnectorFacts.RUNNING;
    }

    /** Returns the worker's answers about the connector, and its configuration. */
    List<Document> documents(ConnectorFacts connector) {
        Map<String, JsonNode> job = new LinkedHashMap<>();
        job.put("status", JsonDocuments.status(connector));
        job.put("info", JsonDocuments.info(connector));
        return List.of(
                document(RecordedConnectors.CONNECTOR, JsonNode.createObjectNode(job)),
                document(RecordedConnectors.TASKS, JsonDocuments.tasks(connector)),
                document(RecordedConnectors.CONFIG, JsonDocuments.config(connector.config())));
    }

    /** Returns one version of the configuration. */
    Document version(int number, long since, ConnectorFacts connector) {
        Map<String, JsonNode> version = new LinkedHashMap<>();
        version.put("since", JsonNode.createNumberNode(since));
        version.put("config", JsonDocuments.config(connector.config()));
        return document(RecordedConnectors.CONFIG + '/' + number, JsonNode.createObjectNode(version));
    }

    private Document document(String path, JsonNode body) {
        return new Document(path, 200, json.write(Secrets.of(body)));
    }

    /** Returns how far all tasks have come, by task and partition; none if the worker does not tell. */
    List<MetricSample> positions(ConnectorFacts connector, long now) {
        Map<String, JsonNode> tasks = new LinkedHashMap<>();
        for (TaskFacts task : connector.tasks()) {
            Map<String, JsonNode> partitions = new LinkedHashMap<>();
            task.positions()
                    .forEach(position -> partitions.put(json.writeText(position.partition()), position.offset()));
            if (!partitions.isEmpty()) {
                tasks.put(task(connector.name(), task.task()), JsonNode.createObjectNode(partitions));
            }
        }
        return tasks.isEmpty()
                ? List.of()
                : List.of(new MetricSample(now, json.writeText(Secrets.of(JsonNode.createObjectNode(tasks)))));
    }

    /** Names a task as the workers do. */
    static String task(String connector, int number) {
        return connector + '-' + number;
    }
}
