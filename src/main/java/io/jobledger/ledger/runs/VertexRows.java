package io.jobledger.ledger.runs;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads and writes the table {@code vertices}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface VertexRows extends GenericRepository<VertexRow, Long> {
    List<VertexRow> findByRunIdOrderByOrdinal(long runId);

    void saveAll(Iterable<VertexRow> rows);

    void updateAll(Iterable<VertexRow> rows);
}
