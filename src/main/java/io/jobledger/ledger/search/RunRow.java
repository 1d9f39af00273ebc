package io.jobledger.ledger.search;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.clusters.ClusterNames;
import io.jobledger.ledger.database.Row;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Runs as queries read them. */
final class RunRow {
    /** Of a table called {@code j}. */
    static final String COLUMNS = "j.id, j.cluster_id, j.job_id, j.run, j.name, j.state, j.closure, j.start_time,"
            + " j.end_time, j.observed_at, j.summary, j.newest";

    private RunRow() {}

    /** @param first the place of the first of {@link #COLUMNS}, from 1 */
    static JobRun read(ResultSet row, int first, ClusterNames clusters) throws SQLException {
        ClusterNames.Name cluster = clusters.byId(row.getInt(first + 1));
        return new JobRun(
                row.getLong(first),
                new JobKey(cluster.engine(), cluster.cluster(), row.getString(first + 2)),
                row.getInt(first + 3),
                row.getBoolean(first + 11),
                row.getString(first + 4),
                row.getString(first + 5),
                Closure.valueOf(row.getString(first + 6)),
                row.getLong(first + 7),
                Row.longOrNull(row, first + 8),
                row.getLong(first + 9),
                row.getString(first + 10));
    }
}
