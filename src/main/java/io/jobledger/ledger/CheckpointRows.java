package io.jobledger.ledger;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The table {@code checkpoints}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CheckpointRows extends GenericRepository<CheckpointRow, Long> {
    List<CheckpointRow> findByRunIdOrderByCheckpointIdDesc(long runId);

    List<CheckpointRow> findByRunIdAndCheckpointIdBetween(long runId, long from, long to);

    void saveAll(Iterable<CheckpointRow> rows);

    void updateAll(Iterable<CheckpointRow> rows);
}
