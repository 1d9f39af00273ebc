package io.jobledger.ledger.retention;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.runs.RunCounts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Deletes runs, and with them their facts and documents. Savepoints stay in the catalogue, without their run. */
final class RunDeletion {
    /** How many runs a transaction deletes. */
    static final int BATCH = 200;

    private final Database database;
    private final Transactions transactions;
    private final RunCounts counts;

    RunDeletion(Database database, Transactions transactions, RunCounts counts) {
        this.database = database;
        this.transactions = transactions;
        this.counts = counts;
    }

    private record Run(long id, int clusterId, String jobId, boolean newest) {}

    /**
     * Deletes those of the runs that are closed. A run that is just being written stays until the next time.
     *
     * @param runIds {@value #BATCH} at most
     * @return how many
     */
    int delete(List<Long> runIds) {
        return transactions.writeInReserve(() -> {
            List<Run> runs = database.list(
                    new Sql("SELECT id, cluster_id, job_id, newest FROM jobs WHERE closure <> 'OPEN' AND id")
                            .in(runIds)
                            .add(" ORDER BY id FOR UPDATE SKIP LOCKED"),
                    row -> new Run(row.getLong(1), row.getInt(2), row.getString(3), row.getBoolean(4)));
            if (runs.isEmpty()) {
                return 0;
            }
            List<Long> ids = runs.stream().map(Run::id).toList();
            counts.forget(ids, () -> {
                database.update(new Sql("DELETE FROM jobs WHERE id").in(ids));
                moveNewest(runs);
            });
            return runs.size();
        });
    }

    /** Marks a new newest run of the jobs that have lost theirs and have others. */
    private void moveNewest(List<Run> deleted) {
        Map<Integer, Set<String>> jobs = new TreeMap<>();
        deleted.stream()
                .filter(Run::newest)
                .forEach(run -> jobs.computeIfAbsent(run.clusterId(), id -> new TreeSet<>())
                        .add(run.jobId()));
        jobs.forEach((clusterId, jobIds) -> database.list(
                        new Sql("SELECT DISTINCT job_id FROM jobs WHERE cluster_id = ? AND job_id", clusterId)
                                .in(jobIds),
                        row -> row.getString(1))
                .forEach(jobId -> database.update(new Sql(
                        "UPDATE jobs SET newest = TRUE WHERE cluster_id = ? AND job_id = ? AND start_time ="
                                + " (SELECT MAX(start_time) FROM jobs WHERE cluster_id = ? AND job_id = ?)",
                        clusterId,
                        jobId,
                        clusterId,
                        jobId))));
    }
}
