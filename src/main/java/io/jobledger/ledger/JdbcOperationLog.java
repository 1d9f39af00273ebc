package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

@Singleton
final class JdbcOperationLog implements OperationLog {
    private final Clusters clusters;
    private final OperationRows rows;
    private final Transactions transactions;

    JdbcOperationLog(Clusters clusters, OperationRows rows, Transactions transactions) {
        this.clusters = clusters;
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public Operation begin(NewOperation operation) {
        int clusterId = clusters.findOrAdd(operation.engine(), operation.cluster());
        OperationRow row = OperationRow.of(clusterId, operation);
        return transactions.write(() -> begin(row)).toOperation(operation.engine(), operation.cluster());
    }

    private OperationRow begin(OperationRow row) {
        if (row.triggerId() == null) {
            return rows.save(row);
        }
        rows.insertIfAbsent(
                row.clusterId(),
                row.jobId(),
                row.kind(),
                row.triggerId(),
                row.requestedAt(),
                row.requestedFrom(),
                row.request());
        return rows.findByClusterIdAndTriggerIdAndKindAndJobId(
                        row.clusterId(), row.triggerId(), row.kind(), row.jobId())
                .orElseThrow();
    }

    @Override
    public void finish(
            long id, OperationStatus status, @Nullable Integer httpStatus, @Nullable String result, long at) {
        if (status == OperationStatus.IN_PROGRESS) {
            throw new IllegalArgumentException("Not an outcome: " + status);
        }
        transactions.write(() -> rows.finish(id, status.name(), httpStatus, Limits.whole(result), at));
    }

    @Override
    public Optional<Operation> find(String engine, String cluster, String triggerId) {
        return find(engine, cluster, triggerId, row -> true);
    }

    @Override
    public Optional<Operation> find(JobKey job, String triggerId) {
        return find(job.engine(), job.cluster(), triggerId, row -> row.jobId().equals(job.jobId()));
    }

    private Optional<Operation> find(String engine, String cluster, String triggerId, Predicate<OperationRow> wanted) {
        if (!Limits.storable(triggerId, Limits.TRIGGER_ID)) {
            return Optional.empty();
        }
        return clusters.find(engine, cluster).stream()
                .flatMap(id -> rows.findByClusterIdAndTriggerIdOrderByIdDesc(id, triggerId).stream())
                .filter(wanted)
                .findFirst()
                .map(row -> row.toOperation(engine, cluster));
    }

    @Override
    public List<Operation> inProgress(String engine, String cluster) {
        return clusters.find(engine, cluster).stream()
                .flatMap(
                        id -> rows.findByClusterIdAndStatusOrderByRequestedAt(id, OperationStatus.IN_PROGRESS).stream())
                .map(row -> row.toOperation(engine, cluster))
                .toList();
    }
}
