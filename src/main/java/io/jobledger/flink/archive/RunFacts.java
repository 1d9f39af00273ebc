package io.jobledger.flink.archive;

import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.RecordedPaths;
import io.jobledger.flink.recorded.Bodies;
import io.jobledger.flink.recorded.DerivedDocuments;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.JobSnapshotBuilder;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds snapshots for the ledger from Flink's documents of a job. */
@Singleton
public final class RunFacts {
    /** Bytes of a run's documents. Of a larger run, documents are derived per request, which needs no trees of all. */
    private static final long DERIVED = 32 << 20;

    private final Json json;
    private final Clock clock;

    RunFacts(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** Returns the snapshot of an ended run, and derives documents that the JobManager was not asked for. */
    public JobSnapshot sealed(JobKey key, @Nullable String summary, Map<String, Document> documents) {
        return sealed(key, summary, documents, documents);
    }

    /**
     * Returns the same as {@link #sealed(JobKey, String, Map)}.
     *
     * @param kept the documents to record, with marks in place of some
     */
    public JobSnapshot sealed(
            JobKey key, @Nullable String summary, Map<String, Document> documents, Map<String, Document> kept) {
        Bodies bodies = new Bodies(documents, json);
        Map<String, Document> all = new LinkedHashMap<>(kept);
        if (documents.values().stream().mapToLong(Document::size).sum() <= DERIVED) {
            all.putAll(DerivedDocuments.missing(bodies, json));
        }
        return ended(facts(key, summary, bodies, all), bodies.at(""));
    }

    /** Returns the snapshot of an ended run with the archive's documents. Others are derived per request. */
    JobSnapshot archived(JobKey key, ArchivedJob job) {
        return ended(
                facts(key, job.summary(), job.bodies(), job.documents()),
                job.bodies().at(""));
    }

    private static JobSnapshot ended(JobSnapshotBuilder snapshot, JsonNode job) {
        long start = snapshot.build().startTime();
        return snapshot.closure(Closure.SEALED)
                .endTime(JobTimes.end(job, start))
                .build();
    }

    /**
     * Returns a snapshot of a run, open or not, from all facts in the documents.
     *
     * @param documents by path below the job; must hold the job itself, at ""
     */
    public JobSnapshotBuilder of(JobKey key, @Nullable String summary, Map<String, Document> documents) {
        Bodies bodies = new Bodies(documents, json);
        JsonNode job = bodies.at("");
        Map<String, Document> all = new LinkedHashMap<>(documents);
        if (FlinkStates.isFinal(Json.text(job, "state"))) {
            all.putAll(DerivedDocuments.missing(bodies, json));
        } else {
            // The engine caches the job but not its result, so the result may arrive first.
            unfinished(Json.text(job, "state")).forEach(all::putIfAbsent);
        }
        return facts(key, summary, bodies, all);
    }

    private JobSnapshotBuilder facts(
            JobKey key, @Nullable String summary, Bodies bodies, Map<String, Document> recorded) {
        JsonNode job = bodies.at("");
        JsonNode statistics = bodies.at("/checkpoints");
        JsonNode exceptions = bodies.at(RecordedPaths.ALL_EXCEPTIONS);
        if (exceptions == null) {
            exceptions = bodies.at("/exceptions");
        }
        String name = Json.text(job, "name");
        return JobSnapshot.builder(key)
                .name(name == null ? "" : name)
                .state(Json.text(job, "state"))
                .startTime(JobTimes.start(job))
                .endTime(Json.time(job, "end-time"))
                .observedAt(clock.millis())
                .summary(summary)
                .states(JobFacts.states(job))
                .vertices(JobFacts.vertices(job))
                .attempts(JobFacts.attempts(bodies))
                .checkpoints(statistics == null ? List.of() : JobFacts.checkpoints(statistics))
                .checkpointsTotal(statistics == null ? null : JobFacts.checkpointsTotal(statistics))
                .checkpointsFailed(statistics == null ? null : JobFacts.checkpointsFailed(statistics))
                .exceptions(exceptions == null ? List.of() : JobFacts.exceptions(exceptions, job))
                .documents(new ArrayList<>(recorded.values()));
    }

    /** Returns the JobManager's answers about the result of a job that runs. */
    private static Map<String, Document> unfinished(String state) {
        Map<String, Document> documents = new LinkedHashMap<>();
        for (Document document : List.of(
                new Document("/status", 200, bytes("{\"status\":\"" + state + "\"}")),
                new Document("/execution-result", 200, bytes("{\"status\":{\"id\":\"IN_PROGRESS\"}}")))) {
            documents.put(document.path(), document);
        }
        return documents;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
