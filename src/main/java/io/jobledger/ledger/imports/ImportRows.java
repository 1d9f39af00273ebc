package io.jobledger.ledger.imports;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the tables {@code imports}, {@code archive_directories}, {@code imported_files} and {@code
 * quarantined_files}.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ImportRows extends GenericRepository<ImportedFilesRow, Long> {
    String IMPORTS =
            "SELECT i.id, i.directory_id, k.engine, k.name AS cluster, d.path AS directory, i.watched, i.state,"
                    + " i.started_at, i.ended_at, i.seen, i.taken, i.skipped, i.unchanged, i.quarantined, i.files_per_second,"
                    + " i.millis_left, i.error FROM imports i JOIN archive_directories d ON d.id = i.directory_id"
                    + " JOIN clusters k ON k.id = d.cluster_id ";

    @Query("INSERT INTO archive_directories (cluster_id, path) VALUES (:clusterId, :path) ON CONFLICT DO NOTHING")
    int insertDirectoryIfAbsent(int clusterId, String path);

    @Query("SELECT id FROM archive_directories WHERE cluster_id = :clusterId AND path = :path")
    Optional<Integer> directory(int clusterId, String path);

    @Query("INSERT INTO imports (directory_id, watched, state, running, started_at)"
            + " VALUES (:directoryId, :watched, 'RUNNING', TRUE, :at) ON CONFLICT DO NOTHING")
    int insertIfNoneRuns(int directoryId, boolean watched, long at);

    @Query(IMPORTS + "WHERE i.directory_id = :directoryId AND i.running = TRUE")
    Optional<ImportRow> running(int directoryId);

    @Query(IMPORTS + "WHERE i.running = TRUE ORDER BY i.id")
    List<ImportRow> running();

    @Query(IMPORTS + "WHERE i.id = :id")
    Optional<ImportRow> find(long id);

    @Query(IMPORTS + "WHERE k.engine = :engine AND k.name = :cluster AND d.path = :path AND i.watched = TRUE"
            + " ORDER BY i.id DESC LIMIT 1")
    Optional<ImportRow> watched(String engine, String cluster, String path);

    @Query(IMPORTS + "WHERE i.id < :before ORDER BY i.id DESC LIMIT :limit")
    List<ImportRow> before(long before, int limit);

    @Query("UPDATE imports SET state = 'RUNNING', running = TRUE, ended_at = NULL, error = NULL, seen = 0"
            + " WHERE id = :id AND running IS NULL")
    int resume(long id);

    @Query("UPDATE imports SET state = :state, running = NULL, ended_at = :at, error = :error, millis_left = NULL"
            + " WHERE id = :id AND running = TRUE")
    int end(long id, String state, @Nullable String error, long at);

    @Query(
            "UPDATE imports SET seen = :seen, taken = :taken, skipped = :skipped, unchanged = :unchanged, quarantined = :quarantined,"
                    + " files_per_second = :filesPerSecond, millis_left = :millisLeft WHERE id = :id")
    int progress(
            long id,
            long seen,
            long taken,
            long skipped,
            @Nullable Long unchanged,
            long quarantined,
            double filesPerSecond,
            @Nullable Long millisLeft);

    @Query("SELECT directory_id FROM imports WHERE id = :id")
    int directoryOf(long id);

    @Query("SELECT COALESCE(MAX(CASE WHEN state = 'COMPLETED' THEN started_at END), MIN(started_at)) FROM imports"
            + " WHERE directory_id = :directoryId")
    long unseenSince(int directoryId);

    @Query("INSERT INTO imported_files (directory_id, import_id, files) VALUES (:directoryId, :importId, :files)")
    int insertFiles(int directoryId, @Nullable Long importId, byte[] files);

    @Query("SELECT * FROM imported_files WHERE directory_id = :directoryId ORDER BY id")
    List<ImportedFilesRow> files(int directoryId);

    @Query("DELETE FROM imported_files WHERE id IN (:ids)")
    int deleteFiles(Collection<Long> ids);

    @Query("UPDATE quarantined_files SET size = :size, modified_at = :modifiedAt, reason = :reason,"
            + " last_tried = :lastTried WHERE import_id = :importId AND file = :file")
    int updateQuarantined(long importId, String file, long size, long modifiedAt, String reason, long lastTried);

    @Query("INSERT INTO quarantined_files (import_id, file, size, modified_at, reason, first_seen, last_tried)"
            + " VALUES (:importId, :file, :size, :modifiedAt, :reason, :firstSeen, :lastTried) ON CONFLICT DO NOTHING")
    int insertQuarantined(
            long importId, String file, long size, long modifiedAt, String reason, long firstSeen, long lastTried);

    @Query("DELETE FROM quarantined_files WHERE import_id = :importId AND file IN (:paths)")
    int deleteQuarantined(long importId, Collection<String> paths);

    @Query("SELECT * FROM quarantined_files WHERE import_id = :importId AND file > :after"
            + " ORDER BY import_id, file LIMIT :limit")
    List<QuarantineRow> quarantined(long importId, String after, int limit);
}
