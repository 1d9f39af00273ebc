package io.jobledger.ledger;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A document of a job's newest run, in one statement. By far the most frequent read, it goes to the driver itself: a
 * repository, the transaction around it and its mapping cost as much as the database.
 */
@Singleton
final class NewestDocument {
    /** The newest run of the job, with the one chunk that holds the path, if any chunk does. */
    private static final String QUERY =
            "SELECT j.id, j.run, j.name, j.state, j.closure, j.start_time, j.end_time, j.observed_at, j.summary,"
                    + " c.codec, c.raw_size, c.data"
                    + " FROM jobs j LEFT JOIN document_chunks c ON c.run_id = j.id AND c.first_path ="
                    + " (SELECT d.first_path FROM document_chunks d WHERE d.run_id = j.id AND d.first_path <= ?"
                    + " ORDER BY d.run_id DESC, d.first_path DESC, d.part DESC LIMIT 1)"
                    + " WHERE j.cluster_id = ? AND j.job_id = ? AND j.newest = TRUE ORDER BY c.part";

    private final Clusters clusters;
    private final DataSource pool;

    NewestDocument(Clusters clusters, DataSource dataSource) {
        this.clusters = clusters;
        // The bean is a proxy that only works within a transaction.
        this.pool = DelegatingDataSource.unwrapDataSource(dataSource);
    }

    RecordedDocument find(JobKey key, String path) {
        return clusters.find(key.engine(), key.cluster())
                .map(cluster -> find(cluster, key, path))
                .orElse(RecordedDocument.UNKNOWN_JOB);
    }

    private RecordedDocument find(int cluster, JobKey key, String path) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setBytes(1, Chunk.bytes(path));
            statement.setInt(2, cluster);
            statement.setString(3, key.jobId());
            try (ResultSet rows = statement.executeQuery()) {
                return document(key, path, rows);
            }
        } catch (SQLException e) {
            throw new DataAccessException("A document of " + key + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static RecordedDocument document(JobKey key, String path, ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return RecordedDocument.UNKNOWN_JOB;
        }
        JobRun run = run(key, rows);
        byte[] data = rows.getBytes(12);
        if (data == null) {
            return new RecordedDocument(run, null);
        }
        int codec = rows.getInt(10);
        int rawSize = rows.getInt(11);
        if (rows.next()) {
            data = joined(data, rows);
        }
        return new RecordedDocument(run, new Chunk(new byte[0], codec, rawSize, data).find(path));
    }

    private static JobRun run(JobKey key, ResultSet row) throws SQLException {
        return new JobRun(
                row.getLong(1),
                key,
                row.getInt(2),
                true,
                row.getString(3),
                row.getString(4),
                Closure.valueOf(row.getString(5)),
                row.getLong(6),
                row.getObject(7, Long.class),
                row.getLong(8),
                row.getString(9));
    }

    /** The first part and those from the row that is being read. */
    private static byte[] joined(byte[] first, ResultSet rows) throws SQLException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        do {
            joined.writeBytes(rows.getBytes(12));
        } while (rows.next());
        return joined.toByteArray();
    }
}
