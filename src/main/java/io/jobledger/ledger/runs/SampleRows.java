package io.jobledger.ledger.runs;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads and writes the table {@code metric_samples}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SampleRows extends GenericRepository<SampleRow, Long> {
    List<SampleRow> findByRunIdOrderBySlot(long runId);

    /** Returns the last slot of the run, 0 if there is none. */
    @Query("SELECT COALESCE(MAX(slot), 0) FROM metric_samples WHERE run_id = :runId")
    long lastSlot(long runId);

    @Query("UPDATE metric_samples SET time = :time, metrics = :metrics WHERE run_id = :runId AND slot = :slot")
    int replace(long runId, long slot, long time, String metrics);

    @Query("DELETE FROM metric_samples WHERE run_id = :runId AND MOD(slot, :stride) <> 0 AND slot NOT IN (:kept)")
    int thin(long runId, long stride, List<Long> kept);
}
