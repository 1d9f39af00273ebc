package io.jobledger.ledger.runs;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads and writes the table {@code checkpoints}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CheckpointRows extends GenericRepository<CheckpointRow, Long> {
    List<CheckpointRow> findByRunIdOrderByCheckpointIdDescAndPipeline(long runId);

    List<CheckpointRow> findByRunIdAndCheckpointIdBetween(long runId, long from, long to);

    /**
     * Returns the engine's count less the rows. Failed checkpoints are left out of both, if the engine counts them.
     * Without a count it is negative or 0.
     */
    @Query("SELECT COALESCE(MAX(checkpoints_total - COALESCE(checkpoints_failed, 0)), 0)"
            + " - (SELECT COUNT(*) FROM checkpoints c JOIN jobs j ON j.id = c.run_id WHERE c.run_id = :runId"
            + " AND (c.status <> 'FAILED' OR j.checkpoints_failed IS NULL)) FROM jobs WHERE id = :runId")
    long missing(long runId);

    /** Returns the engine's count of failed checkpoints; 0 without a count. */
    @Query("SELECT COALESCE(MAX(checkpoints_failed), 0) FROM jobs WHERE id = :runId")
    long failed(long runId);

    void saveAll(Iterable<CheckpointRow> rows);

    void updateAll(Iterable<CheckpointRow> rows);
}
