package io.jobledger.ledger.operations;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Reads and writes the table {@code operations}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface OperationRows extends GenericRepository<OperationRow, Long> {
    OperationRow save(OperationRow row);

    Optional<OperationRow> findByClusterIdAndTriggerIdAndKindAndJobIdAndPendingTrue(
            int clusterId, String triggerId, OperationKind kind, String jobId);

    @Query("SELECT * FROM operations WHERE cluster_id = :clusterId AND trigger_id = :triggerId"
            + " ORDER BY id DESC LIMIT 1")
    Optional<OperationRow> last(int clusterId, String triggerId);

    @Query("SELECT * FROM operations WHERE cluster_id = :clusterId AND trigger_id = :triggerId AND job_id = :jobId"
            + " ORDER BY id DESC LIMIT 1")
    Optional<OperationRow> last(int clusterId, String triggerId, String jobId);

    List<OperationRow> findByClusterIdAndStatusOrderByRequestedAt(int clusterId, OperationStatus status);

    Optional<OperationRow> findByIdAndClusterIdAndJobId(long id, int clusterId, String jobId);

    List<OperationRow> findByClusterIdAndJobIdOrderById(int clusterId, String jobId);

    @Query("UPDATE operations SET trigger_id = :triggerId WHERE id = :id AND status = 'IN_PROGRESS'"
            + " AND NOT EXISTS (SELECT 1 FROM operations other WHERE other.cluster_id = operations.cluster_id"
            + " AND other.trigger_id = :triggerId AND other.kind = operations.kind"
            + " AND other.job_id = operations.job_id AND other.pending)")
    int trigger(long id, String triggerId);

    @Query("UPDATE operations SET job_id = :jobId WHERE id = :id AND status = 'IN_PROGRESS'")
    int assign(long id, String jobId);

    @Query("UPDATE operations SET status = :status, result_status = :resultStatus, result = :result,"
            + " completed_at = :at, pending = NULL WHERE id = :id AND status = 'IN_PROGRESS'")
    int finish(long id, String status, @Nullable Integer resultStatus, @Nullable String result, long at);
}
