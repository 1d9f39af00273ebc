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

    /** Returns the engine's count less the rows. Without a count it is negative or 0. */
    @Query("SELECT COALESCE(MAX(checkpoints_total), 0) - (SELECT COUNT(*) FROM checkpoints WHERE run_id = :runId)"
            + " FROM jobs WHERE id = :runId")
    long missing(long runId);

    void saveAll(Iterable<CheckpointRow> rows);

    void updateAll(Iterable<CheckpointRow> rows);
}
