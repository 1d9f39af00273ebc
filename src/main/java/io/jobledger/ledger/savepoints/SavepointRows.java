package io.jobledger.ledger.savepoints;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Reads and writes the table {@code savepoints}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SavepointRows extends GenericRepository<SavepointRow, Integer> {
    Optional<SavepointRow> findByClusterIdAndPath(int clusterId, String path);

    List<SavepointRow> findByRunIdOrderByCheckpointIdDesc(long runId);

    @Query("UPDATE savepoints SET disposed_at = :at"
            + " WHERE cluster_id = :clusterId AND path = :path AND disposed_at IS NULL")
    int dispose(int clusterId, String path, long at);
}
