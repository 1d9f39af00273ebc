package io.jobledger.ledger.runs;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Recorded;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.documents.Chunks;
import jakarta.inject.Singleton;
import java.util.Map;

/** Records a snapshot by the rules of {@link Ledger#record}. */
@Singleton
final class Recording {
    private final Clusters clusters;
    private final Transactions transactions;
    private final Runs runs;
    private final JobRows jobs;
    private final Facts facts;
    private final Samples samples;
    private final Chunks chunks;
    private final ExceptionTexts texts;
    private final RunCounts counts;

    Recording(
            Clusters clusters,
            Transactions transactions,
            Runs runs,
            JobRows jobs,
            Facts facts,
            Samples samples,
            Chunks chunks,
            ExceptionTexts texts,
            RunCounts counts) {
        this.clusters = clusters;
        this.transactions = transactions;
        this.runs = runs;
        this.jobs = jobs;
        this.facts = facts;
        this.samples = samples;
        this.chunks = chunks;
        this.texts = texts;
        this.counts = counts;
    }

    JobRun record(JobSnapshot snapshot) {
        return recordNews(snapshot).run();
    }

    Recorded recordNews(JobSnapshot snapshot) {
        JobKey key = snapshot.key();
        int clusterId = clusters.findOrAdd(key.engine(), key.cluster());
        Map<String, ExceptionTexts.Entry> entries = texts.findOrAdd(snapshot.exceptions());
        return transactions.write(() -> {
            CountDeltas tally = new CountDeltas();
            Runs.Locked run = runs.lock(clusterId, snapshot);
            JobRow row = record(run, clusterId, snapshot, entries, tally);
            counts.add(tally);
            boolean news = run.fresh() || run.row().closure() != Closure.SEALED;
            return new Recorded(row.toRun(key.engine(), key.cluster()), news, null);
        });
    }

    private JobRow record(
            Runs.Locked run,
            int clusterId,
            JobSnapshot snapshot,
            Map<String, ExceptionTexts.Entry> entries,
            CountDeltas tally) {
        if (run.fresh()) {
            facts.merge(run.row(), snapshot, true, true, entries, tally);
            samples.merge(run.row(), snapshot);
            if (!snapshot.documents().isEmpty()) {
                chunks.add(run.row().id(), snapshot.documents());
            }
            if (run.row().duration() != JobRow.UNKNOWN) {
                tally.day(clusterId, run.row().day());
            }
            return run.row();
        }
        return run.row().closure() == Closure.SEALED ? run.row() : merge(run.row(), snapshot, entries, tally);
    }

    private JobRow merge(
            JobRow known, JobSnapshot snapshot, Map<String, ExceptionTexts.Entry> entries, CountDeltas tally) {
        boolean sealed = snapshot.closure() == Closure.SEALED;
        // Two services may poll one engine; the answer that was given first may be recorded last.
        boolean latest = sealed || snapshot.observedAt() >= known.observedAt() && !isBeforeEnd(known, snapshot);
        facts.merge(known, snapshot, false, latest, entries, tally);
        samples.merge(known, snapshot);
        if (!snapshot.documents().isEmpty()) {
            if (sealed) {
                chunks.replace(known.id(), snapshot.documents());
            } else {
                chunks.merge(known.id(), snapshot.documents(), latest);
            }
        }
        JobRow row = latest ? known.with(snapshot) : known;
        if (!row.equals(known)) {
            jobs.update(row);
            if (row.changesDayCounts(known)) {
                tally.day(row.clusterId(), row.day());
            }
        }
        return row;
    }

    /** Returns whether the snapshot is from before the recorded end, as out of an engine's cache. A run ends once. */
    private static boolean isBeforeEnd(JobRow known, JobSnapshot snapshot) {
        return known.closure() == Closure.OPEN && known.endTime() != null && snapshot.endTime() == null;
    }
}
