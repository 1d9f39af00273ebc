package io.jobledger.ledger;

import jakarta.inject.Singleton;

/** Writes a snapshot down; the rules are those of {@link Ledger#record}. */
@Singleton
final class Recording {
    private final Clusters clusters;
    private final Transactions transactions;
    private final Runs runs;
    private final JobRows jobs;
    private final Facts facts;
    private final Samples samples;
    private final Chunks chunks;

    Recording(
            Clusters clusters,
            Transactions transactions,
            Runs runs,
            JobRows jobs,
            Facts facts,
            Samples samples,
            Chunks chunks) {
        this.clusters = clusters;
        this.transactions = transactions;
        this.runs = runs;
        this.jobs = jobs;
        this.facts = facts;
        this.samples = samples;
        this.chunks = chunks;
    }

    JobRun record(JobSnapshot snapshot) {
        JobKey key = snapshot.key();
        int clusterId = clusters.findOrAdd(key.engine(), key.cluster());
        return transactions.write(() -> record(clusterId, snapshot)).toRun(key.engine(), key.cluster());
    }

    private JobRow record(int clusterId, JobSnapshot snapshot) {
        Runs.Locked run = runs.lock(clusterId, snapshot);
        if (run.fresh()) {
            facts.merge(run.row(), snapshot, true, true);
            samples.merge(run.row(), snapshot);
            if (!snapshot.documents().isEmpty()) {
                chunks.add(run.row().id(), snapshot.documents());
            }
            return run.row();
        }
        return run.row().closure() == Closure.SEALED ? run.row() : merge(run.row(), snapshot);
    }

    private JobRow merge(JobRow known, JobSnapshot snapshot) {
        boolean sealed = snapshot.closure() == Closure.SEALED;
        // Two services may poll one engine; the answer that was given first may be recorded last.
        boolean latest = sealed || snapshot.observedAt() >= known.observedAt();
        facts.merge(known, snapshot, false, latest);
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
        }
        return row;
    }
}
