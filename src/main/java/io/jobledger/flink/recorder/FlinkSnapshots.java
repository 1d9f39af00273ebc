package io.jobledger.flink.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.archive.RunFacts;
import io.jobledger.flink.live.ListedJob;
import io.jobledger.flink.live.SparseJob;
import io.jobledger.flink.recorded.LateEnd;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.StateChange;
import io.micronaut.core.annotation.Nullable;
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

    /** Returns the snapshot of a run whose end is on record, and whose engine is gone. Its documents get that end. */
    JobSnapshot sealed(JobRun run, Map<String, Document> recorded) {
        Map<String, Document> documents = new LinkedHashMap<>(recorded);
        documents.putAll(new LateEnd(run.state(), end(run), json).changed(recorded));
        return sealed(run.key().jobId(), run.summary(), documents);
    }

    /** Returns the snapshot of a run that its engine lost: SUSPENDED since last seen, otherwise as last known. */
    JobSnapshot lost(JobRun run, Map<String, Document> recorded) {
        long end = Math.max(run.observedAt(), run.startTime());
        LateEnd suspended = new LateEnd(FlinkStates.SUSPENDED, end, json);
        return JobSnapshot.builder(run.key())
                .name(run.name())
                .state(FlinkStates.SUSPENDED)
                .closure(Closure.LOST)
                .startTime(run.startTime())
                .endTime(end)
                .observedAt(Math.max(clock.millis(), run.observedAt()))
                .summary(run.summary() == null ? null : suspended.summary(run.summary()))
                .states(List.of(new StateChange(FlinkStates.SUSPENDED, end)))
                .documents(List.copyOf(suspended.changed(recorded).values()))
                .build();
    }

    private static long end(JobRun run) {
        return run.endTime() == null ? Math.max(run.observedAt(), run.startTime()) : run.endTime();
    }
}
