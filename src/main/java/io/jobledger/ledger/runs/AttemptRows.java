package io.jobledger.ledger.runs;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads and writes the table {@code attempts}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AttemptRows extends GenericRepository<AttemptRow, Long> {
    List<AttemptRow> findByRunId(long runId);

    List<AttemptRow> findByRunIdAndVertexIdAndAttemptBetween(long runId, String vertexId, int from, int to);

    void saveAll(Iterable<AttemptRow> rows);

    void updateAll(Iterable<AttemptRow> rows);
}
