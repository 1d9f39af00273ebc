package io.jobledger.ledger.runs;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.clusters.ClusterRow;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Row;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads runs from the result sets of queries. */
public final class RunRow {
    /** The columns to select of the table {@code jobs} under the name {@code j}. */
    public static final String COLUMNS =
            "j.id, j.cluster_id, j.job_id, j.run, j.name, j.state, j.closure, j.start_time,"
                    + " j.end_time, j.observed_at, j.summary, j.newest";

    private RunRow() {}

    /** @param first the place of the first of {@link #COLUMNS}, from 1 */
    public static JobRun read(ResultSet row, int first, Clusters clusters) throws SQLException {
        ClusterRow cluster = clusters.byId(row.getInt(first + 1));
        return new JobRun(
                row.getLong(first),
                new JobKey(cluster.engine(), cluster.name(), row.getString(first + 2)),
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
