package io.jobledger.ledger.runs;

import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.database.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Finds the row of a run, or makes it, and locks it until the transaction ends. */
@Singleton
final class Runs {
    /** How often to try. An attempt is lost only if another run of the same job was made meanwhile. */
    private static final int ATTEMPTS = 100;

    /** @param fresh whether this transaction made the row */
    record Locked(JobRow row, boolean fresh) {}

    private final JobRows rows;
    private final Database database;

    Runs(JobRows rows, Database database) {
        this.rows = rows;
        this.database = database;
    }

    Locked lock(int clusterId, JobSnapshot snapshot) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<JobRow> known = find(clusterId, snapshot);
            if (known.isPresent()) {
                return new Locked(known.get(), false);
            }
            if (insert(clusterId, snapshot)) {
                return new Locked(find(clusterId, snapshot).orElseThrow(), true);
            }
        }
        throw new IllegalStateException("Other runs of " + snapshot.key() + " were always quicker");
    }

    private Optional<JobRow> find(int clusterId, JobSnapshot snapshot) {
        return rows.findByClusterIdAndJobIdAndStartTimeForUpdate(
                clusterId, snapshot.key().jobId(), snapshot.startTime());
    }

    /**
     * Inserts a run. The unique key on its number makes services take turns that record different runs of one job at
     * once. The later one waits, is refused, and sees the other's run when it looks again.
     */
    private boolean insert(int clusterId, JobSnapshot snapshot) {
        String jobId = snapshot.key().jobId();
        JobRows.LastRun last = rows.last(clusterId, jobId);
        boolean newest = last.lastStart() == null || last.lastStart() < snapshot.startTime();
        if (newest && last.lastStart() != null) {
            rows.noLongerNewest(clusterId, jobId, snapshot.startTime());
        }
        JobRow row = JobRow.first(clusterId, last.lastRun() + 1, newest, snapshot);
        return database.insertIfAbsent(List.of(row)) > 0;
    }
}
