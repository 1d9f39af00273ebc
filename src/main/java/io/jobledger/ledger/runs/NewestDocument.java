package io.jobledger.ledger.runs;

import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.RecordedDocument;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.documents.Chunk;
import io.jobledger.ledger.documents.StoredChunk;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads documents of jobs' newest runs, of as many jobs in one statement as the database likes. It is by far the most
 * frequent read, and goes to the driver itself. A repository, the transaction around it and its mapping cost as much as
 * the database.
 */
@Singleton
final class NewestDocument {
    /** How many jobs a statement asks for at most. */
    private static final int AT_ONCE = 16;

    /** The place of the first column of the run in a row. */
    private static final int RUN = 4;

    private final Clusters clusters;
    private final Database database;
    private final DataSource pool;

    NewestDocument(Clusters clusters, Database database, DataSource dataSource) {
        this.clusters = clusters;
        this.database = database;
        // The bean is a proxy that only works within a transaction.
        this.pool = DelegatingDataSource.unwrapDataSource(dataSource);
    }

    /** Returns the document of each known job, by its id. */
    Map<String, RecordedDocument> find(String engine, String cluster, List<String> jobIds, String path) {
        Optional<Integer> clusterId = clusters.find(engine, cluster);
        Map<String, RecordedDocument> found = new HashMap<>();
        if (clusterId.isPresent()) {
            int jobs = jobs();
            String sql = query(jobs, path);
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int from = 0; from < jobIds.size(); from += jobs) {
                    statement.setBytes(1, Chunk.bytes(path));
                    statement.setInt(2, clusterId.get());
                    for (int i = 0; i < jobs; i++) {
                        // The last job again, if there are fewer.
                        statement.setString(3 + i, jobIds.get(Math.min(from + i, jobIds.size() - 1)));
                    }
                    try (ResultSet rows = statement.executeQuery()) {
                        read(path, rows, found);
                    }
                }
            } catch (SQLException e) {
                throw new DataAccessException(
                        "Documents of " + engine + ' ' + cluster + " cannot be read: " + e.getMessage(), e);
            }
        }
        return found;
    }

    /** Returns how many jobs a statement is about. */
    private int jobs() {
        return Math.min(AT_ONCE, database.dialect().atOnce());
    }

    /**
     * Returns the statement for the newest runs of some jobs, each with the chunk that holds the path. The first path
     * needs no search: the chunk that holds it begins with it. {@code c.part >= 0} is always true. It makes H2 use the
     * primary key; without it H2 reads all chunks of the run.
     */
    private static String query(int jobs, String path) {
        String holding = path.isEmpty()
                ? "?"
                : "(SELECT d.first_path FROM document_chunks d WHERE d.run_id = j.id AND d.first_path <= ?"
                        + " ORDER BY d.run_id DESC, d.first_path DESC, d.part DESC LIMIT 1)";
        return "SELECT c.codec, c.raw_size, c.data, " + RunRow.COLUMNS
                + " FROM jobs j LEFT JOIN document_chunks c ON c.run_id = j.id AND c.first_path = " + holding
                + " AND c.part >= 0 WHERE j.cluster_id = ? AND j.job_id IN ("
                + String.join(", ", Collections.nCopies(jobs, "?"))
                + ") AND j.newest = TRUE ORDER BY j.id, c.part";
    }

    private void read(String path, ResultSet rows, Map<String, RecordedDocument> found) throws SQLException {
        boolean more = rows.next();
        while (more) {
            JobRun run = RunRow.read(rows, RUN, clusters);
            byte[] data = rows.getBytes(3);
            if (data == null) {
                found.put(run.key().jobId(), new RecordedDocument(run, null));
                more = rows.next();
                continue;
            }
            int codec = rows.getInt(1);
            int rawSize = rows.getInt(2);
            more = rows.next();
            List<byte[]> parts = List.of(data);
            if (more && rows.getLong(RUN) == run.id()) {
                parts = new ArrayList<>(parts);
                while (more && rows.getLong(RUN) == run.id()) {
                    parts.add(rows.getBytes(3));
                    more = rows.next();
                }
            }
            Document document = new StoredChunk(codec, rawSize, parts).find(path);
            found.put(run.key().jobId(), new RecordedDocument(run, document));
        }
    }
}
