package io.jobledger.ledger.documents;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Reads and writes the table {@code document_chunks}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ChunkRows extends GenericRepository<ChunkRow, Long> {
    @Query("SELECT * FROM document_chunks WHERE run_id = :runId ORDER BY run_id, first_path, part")
    List<ChunkRow> ofRun(long runId);

    /** Returns the one chunk that holds the path, if any chunk does. */
    @Query("SELECT * FROM document_chunks c WHERE c.run_id = :runId AND c.first_path ="
            + " (SELECT d.first_path FROM document_chunks d WHERE d.run_id = :runId AND d.first_path <= :path"
            + " ORDER BY d.run_id DESC, d.first_path DESC, d.part DESC LIMIT 1)"
            + " ORDER BY c.run_id, c.first_path, c.part")
    List<ChunkRow> holding(long runId, byte[] path);

    /** Returns the chunk that holds the path, if any does, and those that begin after it and before the end. */
    @Query("SELECT * FROM document_chunks c WHERE c.run_id = :runId AND c.first_path >= COALESCE("
            + "(SELECT d.first_path FROM document_chunks d WHERE d.run_id = :runId AND d.first_path <= :path"
            + " ORDER BY d.run_id DESC, d.first_path DESC, d.part DESC LIMIT 1), :path) AND c.first_path < :end"
            + " ORDER BY c.run_id, c.first_path, c.part")
    List<ChunkRow> between(long runId, byte[] path, byte[] end);

    /** Returns the start of the chunk after this path, without its data. */
    @Query("SELECT first_path FROM document_chunks WHERE run_id = :runId AND first_path > :path"
            + " ORDER BY run_id, first_path, part LIMIT 1")
    Optional<Start> after(long runId, byte[] path);

    void saveAll(Iterable<ChunkRow> rows);

    @Query("DELETE FROM document_chunks WHERE run_id = :runId AND first_path = :firstPath")
    void deleteChunk(long runId, byte[] firstPath);

    @Query("DELETE FROM document_chunks WHERE run_id = :runId")
    void deleteAll(long runId);

    /** Holds the first path of a chunk. */
    @Introspected
    record Start(byte[] firstPath) {}
}
