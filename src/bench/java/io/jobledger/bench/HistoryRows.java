package io.jobledger.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Made-up history, by SQL: jobs that started over two years, of 2,000 names, on three clusters; one of ten failed, with one
 * of 300 stack traces of about 5 KB. The same rows in each database; the fewer are not the first of the more, but as many
 * over the same two years.
 */
final class HistoryRows {
    static final long FIRST_START = 1_700_000_000_000L;
    static final long DAY = 86_400_000L;
    static final int DAYS = 730;
    private static final int TEXTS = 300;

    private HistoryRows() {}

    static void fill(Connection connection, int jobs) throws SQLException {
        boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
        try (Statement statement = connection.createStatement()) {
            // Indexes are made several times as fast of all rows as row by row.
            List<String> indexes = indexes(statement, h2);
            for (String index : indexes) {
                statement.execute("DROP INDEX " + index.split(" ")[2]);
            }
            statement.execute(
                    "INSERT INTO clusters (engine, name) VALUES ('flink', 'a'), ('flink', 'b'), ('seatunnel', 'c')");
            String name =
                    "CONCAT('pipeline-', LPAD(CAST(MOD(n * 7919, 2000) AS VARCHAR(4)), 4, '0'), '-daily-aggregation')";
            String start = FIRST_START + " + CAST(MOD(n * 7368787, " + jobs + ") AS BIGINT) * " + DAYS * DAY / jobs;
            String duration = "1000 + CAST(MOD(n * 104729, 9973) AS BIGINT) * MOD(n * 15485863, 3607)";
            String running = "n <= 20";
            String unknown = String.valueOf(Long.MAX_VALUE);
            statement.execute("INSERT INTO jobs (cluster_id, job_id, run, newest, name, state, closure, start_time,"
                    + " end_time, observed_at, summary, end_key, duration, closed_at, name_key) SELECT MOD(n / 7, 3) + 1,"
                    + " CONCAT('2e588ce1c86a9d46', LPAD(CAST(n AS VARCHAR(16)), 16, '0')), 1, TRUE, "
                    + name
                    + ", CASE WHEN " + running + " THEN 'RUNNING' WHEN MOD(n / 2000 * 17 + n, 10) = 0 THEN 'FAILED'"
                    + " WHEN MOD(n / 2000 * 17 + n, 10) = 1 THEN 'CANCELED' ELSE 'FINISHED' END,"
                    + " CASE WHEN " + running + " THEN 'OPEN' ELSE 'SEALED' END, " + start + ","
                    + " CASE WHEN " + running + " THEN NULL ELSE " + start + " + " + duration + " END, " + start + " + "
                    + duration + ","
                    + " CONCAT('{\"jid\":\"', n, '\",\"name\":\"', " + name + ", '\",\"tasks\":"
                    + "{\"running\":0,\"canceling\":0,\"canceled\":0,\"total\":8,\"created\":0,\"scheduled\":0,\"deploying\":0,"
                    + "\"reconciling\":0,\"finished\":8,\"initializing\":0,\"failed\":0}}'),"
                    + " CASE"
                    + " WHEN"
                    + " " + running + " THEN " + unknown + " ELSE " + start + " + " + duration + " END,"
                    + " CASE WHEN " + running + " THEN " + unknown + " ELSE " + duration + " END,"
                    + " CASE WHEN " + running + " THEN NULL ELSE " + start + " END, "
                    + (h2 ? "STRINGTOUTF8(" + name + ")" : "convert_to(" + name + ", 'UTF8')")
                    + " FROM "
                    + (h2
                            ? "SYSTEM_RANGE(1, " + jobs + ") AS numbers (n)"
                            : "generate_series(1::bigint, " + jobs + ") AS numbers (n)"));
            for (String index : indexes) {
                statement.execute(index);
            }
            texts(connection);
            statement.execute("INSERT INTO exceptions (run_id, time, digest, name, text_id, group_id)"
                    + " SELECT id, end_time, id, 'java.lang.Exception', MOD(id / 10, " + TEXTS + ") + 1,"
                    + " MOD(MOD(id / 10, " + TEXTS + "), 60) + 1 FROM jobs WHERE state = 'FAILED'");
            statement.execute(
                    "INSERT INTO exception_counts (group_id, cluster_id, exceptions, jobs, first_seen, last_seen)"
                            + " SELECT e.group_id, j.cluster_id, COUNT(*), COUNT(DISTINCT e.run_id), MIN(e.time),"
                            + " MAX(e.time) FROM exceptions e JOIN jobs j ON j.id = e.run_id GROUP BY e.group_id,"
                            + " j.cluster_id");
            statement.execute(h2 ? "ANALYZE" : "VACUUM ANALYZE");
        }
    }

    /** How those of the jobs were made. */
    private static List<String> indexes(Statement statement, boolean h2) throws SQLException {
        List<String> indexes = new ArrayList<>();
        try (ResultSet lines = statement.executeQuery(
                h2
                        ? "SCRIPT NODATA NOPASSWORDS NOSETTINGS TABLE jobs"
                        : "SELECT indexdef FROM pg_indexes WHERE tablename = 'jobs'")) {
            while (lines.next()) {
                if (lines.getString(1).startsWith("CREATE INDEX ")) {
                    indexes.add(lines.getString(1));
                }
            }
        }
        return indexes;
    }

    private static void texts(Connection connection) throws SQLException {
        try (PreparedStatement group = connection.prepareStatement(
                        "INSERT INTO exception_groups (digest, root_cause, message) VALUES (?, ?, ?)");
                PreparedStatement text = connection.prepareStatement(
                        "INSERT INTO exception_texts (digest, group_id, text) VALUES (?, ?, ?)")) {
            for (int i = 0; i < 60; i++) {
                group.setBytes(1, new byte[] {(byte) i});
                group.setString(2, "io.jobledger.made.up.Cause" + i + "Exception");
                group.setString(3, "Cannot reach partition 7");
                group.executeUpdate();
            }
            for (int i = 0; i < TEXTS; i++) {
                StringBuilder trace = new StringBuilder("java.lang.Exception: failed");
                while (trace.length() < 4_800) {
                    trace.append("\n\tat org.example.pipeline.stage")
                            .append(trace.length() * 31 % 97)
                            .append(".Operator.processElement(Operator.java:")
                            .append(trace.length() % 800)
                            .append(')');
                }
                trace.append("\nCaused by: io.jobledger.made.up.Cause")
                        .append(i % 60)
                        .append("Exception: Cannot reach partition ")
                        .append(i);
                text.setBytes(1, new byte[] {(byte) (i >> 8), (byte) i});
                text.setLong(2, i % 60 + 1);
                text.setString(3, trace.toString());
                text.executeUpdate();
            }
        }
    }
}
