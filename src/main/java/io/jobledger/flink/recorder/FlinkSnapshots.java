package io.jobledger.flink.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.archive.RunFacts;
import io.jobledger.flink.live.ListedJob;
import io.jobledger.flink.live.SparseJob;
import io.jobledger.flink.recorded.DerivedDocuments;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.StateChange;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds snapshots for the ledger from Flink's documents. */
record FlinkSnapshots(EngineCluster cluster, RunFacts facts, Json json, Clock clock) {
    /** Returns the snapshot of an open run. {@code documents} must hold the job itself, at "". */
    JobSnapshot open(ListedJob job, Map<String, Document> documents) {
        return facts.of(cluster.job(job.jobId()), json.writeText(job.entry()), documents)
                .closure(Closure.OPEN)
                .samples(VertexMetrics.sample(documents.get(""), clock.millis(), json))
                .build();
    }

    /** Returns the snapshot of a run known only from its entry in a listing. */
    JobSnapshot listed(ListedJob job) {
        Document sparse = new Document("", 200, json.write(SparseJob.of(job, clock.millis())));
        return facts.of(cluster.job(job.jobId()), json.writeText(job.entry()), Map.of("", sparse))
                .closure(Closure.OPEN)
                .build();
    }

    /** Returns the snapshot of an ended run, and derives documents that the JobManager was not asked for. */
    JobSnapshot sealed(String jobId, @Nullable String summary, Map<String, Document> documents) {
        return sealed(jobId, summary, documents, documents);
    }

    /** @param kept the documents to record, with marks in place of some */
    JobSnapshot sealed(
            String jobId, @Nullable String summary, Map<String, Document> documents, Map<String, Document> kept) {
        return facts.sealed(cluster.job(jobId), summary, documents, kept).toBuilder()
                .samples(VertexMetrics.sample(documents.get(""), clock.millis(), json))
                .build();
    }

    /** Returns the snapshot of a run that its engine lost: SUSPENDED since last seen, otherwise as last known. */
    JobSnapshot lost(JobRun run, List<Document> recorded) {
        long end = Math.max(run.observedAt(), run.startTime());
        Map<String, Document> documents = new LinkedHashMap<>();
        recorded.forEach(document -> documents.put(document.path(), document));
        Document job = documents.get("");
        String summary = run.summary();
        if (summary != null) {
            JsonNode entry = json.read(summary);
            summary =
                    json.writeText(suspended(entry, end, Map.of("last-modification", JsonNode.createNumberNode(end))));
        }
        Map<String, Document> changed = new LinkedHashMap<>();
        if (job != null) {
            JsonNode body = json.read(job.body());
            JsonNode timestamps = body.get("timestamps");
            Map<String, JsonNode> more = timestamps == null
                    ? Map.of()
                    : Map.of(
                            "timestamps",
                            Json.with(timestamps, Map.of(FlinkStates.SUSPENDED, JsonNode.createNumberNode(end))));
            changed.put("", new Document("", 200, json.write(suspended(body, end, more))));
            documents.putAll(changed);
            for (String path : List.of("/status", "/execution-result")) {
                documents.remove(path);
                changed.put(path, DerivedDocuments.missing(documents, json).get(path));
            }
        }
        return JobSnapshot.builder(run.key())
                .name(run.name())
                .state(FlinkStates.SUSPENDED)
                .closure(Closure.LOST)
                .startTime(run.startTime())
                .endTime(end)
                .observedAt(Math.max(clock.millis(), run.observedAt()))
                .summary(summary)
                .states(List.of(new StateChange(FlinkStates.SUSPENDED, end)))
                .documents(List.copyOf(changed.values()))
                .build();
    }

    private static JsonNode suspended(JsonNode job, long end, Map<String, JsonNode> more) {
        Map<String, JsonNode> changes = new LinkedHashMap<>(more);
        changes.put("state", JsonNode.createStringNode(FlinkStates.SUSPENDED));
        changes.put("end-time", JsonNode.createNumberNode(end));
        changes.put("duration", JsonNode.createNumberNode(end - Json.number(job, "start-time")));
        return Json.with(job, changes);
    }
}
