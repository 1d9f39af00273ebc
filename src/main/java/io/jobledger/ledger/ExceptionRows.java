package io.jobledger.ledger;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The table {@code exceptions}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ExceptionRows extends GenericRepository<ExceptionRow, Long> {
    List<ExceptionRow> findByRunIdOrderByTimeDesc(long runId);

    List<ExceptionRow> findByRunIdAndTimeBetween(long runId, long from, long to);

    void saveAll(Iterable<ExceptionRow> rows);
}
