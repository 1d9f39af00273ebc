package io.jobledger.ledger.runs;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import jakarta.inject.Singleton;
import java.util.List;

/** Keeps counts when rows are written, so that no query has to count all rows. */
@Singleton
public class RunCounts {
    private final Database database;

    RunCounts(Database database) {
        this.database = database;
    }

    /** Adds changes to the counts, as the last act of the transaction that writes the counted rows. */
    void add(CountDeltas tally) {
        tally.groups.forEach(this::add);
        tally.days.forEach(this::bump);
    }

    /**
     * Takes runs out of the counts, as the last act of the transaction that deletes them. A transaction that holds
     * counts then waits for no runs any more; otherwise two transactions could wait for each other.
     *
     * @param runIds those that do not exist any more count for nothing; locks them
     * @param deletion deletes them, and locks what else it needs
     */
    public void forget(List<Long> runIds, Runnable deletion) {
        if (runIds.isEmpty()) {
            return;
        }
        database.list(
                new Sql("SELECT id FROM jobs WHERE id").in(runIds).add(" ORDER BY id FOR UPDATE"),
                row -> row.getLong(1));
        CountDeltas tally = new CountDeltas();
        database.list(
                new Sql("SELECT e.group_id, j.cluster_id, COUNT(*), COUNT(DISTINCT e.run_id)"
                                + " FROM exceptions e JOIN jobs j ON j.id = e.run_id WHERE e.run_id")
                        .in(runIds)
                        .add(" GROUP BY e.group_id, j.cluster_id"),
                row -> {
                    tally.exceptions(
                            row.getLong(1),
                            row.getInt(2),
                            -row.getLong(3),
                            -row.getLong(4),
                            Long.MAX_VALUE,
                            Long.MIN_VALUE);
                    return null;
                });
        database.list(
                new Sql("SELECT DISTINCT cluster_id, start_time / " + CountDeltas.DAY
                                + " FROM jobs WHERE end_time IS NOT NULL AND id")
                        .in(runIds),
                row -> {
                    tally.day(row.getInt(1), row.getLong(2));
                    return null;
                });
        deletion.run();
        add(tally);
    }

    private void add(CountDeltas.Group group, CountDeltas.Hits hits) {
        if (!update(group, hits) && hits.exceptions() > 0 && !insert(group, hits)) {
            update(group, hits);
        }
        if (hits.exceptions() < 0) {
            database.update(new Sql(
                    "DELETE FROM exception_counts WHERE group_id = ? AND cluster_id = ? AND exceptions <= 0",
                    group.groupId(),
                    group.clusterId()));
        }
    }

    private boolean update(CountDeltas.Group group, CountDeltas.Hits hits) {
        return database.update(new Sql(
                        "UPDATE exception_counts SET exceptions = exceptions + ?, jobs = jobs + ?,"
                                + " first_seen = LEAST(first_seen, ?), last_seen = GREATEST(last_seen, ?)"
                                + " WHERE group_id = ? AND cluster_id = ?",
                        hits.exceptions(),
                        hits.jobs(),
                        hits.firstSeen(),
                        hits.lastSeen(),
                        group.groupId(),
                        group.clusterId()))
                > 0;
    }

    private boolean insert(CountDeltas.Group group, CountDeltas.Hits hits) {
        return database.update(new Sql(
                        "INSERT INTO exception_counts (group_id, cluster_id, exceptions, jobs, first_seen, last_seen)"
                                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        group.groupId(),
                        group.clusterId(),
                        hits.exceptions(),
                        hits.jobs(),
                        hits.firstSeen(),
                        hits.lastSeen()))
                > 0;
    }

    private void bump(CountDeltas.Day day) {
        Sql bump = new Sql(
                "UPDATE job_days SET version = version + 1 WHERE cluster_id = ? AND start_day = ?",
                day.clusterId(),
                day.day());
        if (database.update(bump) == 0
                && database.update(new Sql(
                                "INSERT INTO job_days (cluster_id, start_day, version) VALUES (?, ?, 1) ON CONFLICT DO"
                                        + " NOTHING",
                                day.clusterId(),
                                day.day()))
                        == 0) {
            database.update(bump);
        }
    }
}
