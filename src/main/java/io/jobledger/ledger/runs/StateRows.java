package io.jobledger.ledger.runs;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads and writes the table {@code state_changes}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface StateRows extends GenericRepository<StateRow, Long> {
    List<StateRow> findByRunIdOrderByTime(long runId);

    List<StateRow> findByRunIdAndTimeBetween(long runId, long from, long to);

    void saveAll(Iterable<StateRow> rows);
}
