package io.jobledger.ledger.wanted;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Reads and writes the table {@code wanted_configs}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface WantedRows extends GenericRepository<WantedRow, Integer> {
    List<WantedRow> findByClusterIdOrderByWantedAt(int clusterId);

    Optional<WantedRow> findByClusterIdAndJobId(int clusterId, String jobId);

    void save(WantedRow row);

    @Query(
            "UPDATE wanted_configs SET state = :state, config = :config WHERE cluster_id = :clusterId AND job_id = :jobId")
    int replace(int clusterId, String jobId, String state, String config);

    @Query("DELETE FROM wanted_configs WHERE cluster_id = :clusterId AND job_id = :jobId")
    int delete(int clusterId, String jobId);
}
