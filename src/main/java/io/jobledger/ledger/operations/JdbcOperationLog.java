package io.jobledger.ledger.operations;

import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Limits;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.SqlStates;
import io.jobledger.ledger.database.Transactions;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

@Singleton
final class JdbcOperationLog implements OperationLog {
    /** How often to try. Each attempt is lost only if the one in progress was finished between two statements. */
    private static final int ATTEMPTS = 100;

    private final Clusters clusters;
    private final OperationRows rows;
    private final Database database;
    private final Transactions transactions;

    JdbcOperationLog(Clusters clusters, OperationRows rows, Database database, Transactions transactions) {
        this.clusters = clusters;
        this.rows = rows;
        this.database = database;
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
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            database.insertIfAbsent(List.of(row));
            Optional<OperationRow> pending = rows.findByClusterIdAndTriggerIdAndKindAndJobIdAndPendingTrue(
                    row.clusterId(), row.triggerId(), row.kind(), row.jobId());
            if (pending.isPresent()) {
                return pending.get();
            }
        }
        throw new IllegalStateException("Trigger id " + row.triggerId() + " was always finished by others");
    }

    @Override
    public void finish(
            long id, OperationStatus status, @Nullable Integer httpStatus, @Nullable String result, long at) {
        if (status == OperationStatus.IN_PROGRESS) {
            throw new IllegalArgumentException("Not an outcome: " + status);
        }
        transactions.writeInReserve(() -> rows.finish(id, status.name(), httpStatus, Limits.whole(result), at));
    }

    @Override
    public boolean triggered(long id, String triggerId) {
        try {
            return transactions.writeInReserve(() -> rows.trigger(id, Limits.fit(triggerId, Limits.TRIGGER_ID))) > 0;
        } catch (DataAccessException e) {
            if (SqlStates.isDuplicate(e)) {
                // Another service has noted the same id since this statement looked for it.
                return false;
            }
            throw e;
        }
    }

    @Override
    public void made(long id, String jobId) {
        transactions.writeInReserve(() -> rows.assign(id, Limits.fit(jobId, Limits.JOB_ID)));
    }

    @Override
    public Optional<Operation> find(JobKey job, long id) {
        return inCluster(job, clusterId -> rows.findByIdAndClusterIdAndJobId(id, clusterId, job.jobId()).stream())
                .findFirst();
    }

    @Override
    public List<Operation> ofJob(JobKey job) {
        return inCluster(job, clusterId -> rows.findByClusterIdAndJobIdOrderById(clusterId, job.jobId()).stream())
                .toList();
    }

    private Stream<Operation> inCluster(JobKey job, IntFunction<Stream<OperationRow>> found) {
        return Limits.storable(job)
                ? clusters.find(job.engine(), job.cluster()).stream()
                        .flatMap(found::apply)
                        .map(row -> row.toOperation(job.engine(), job.cluster()))
                : Stream.empty();
    }

    @Override
    public Optional<Operation> find(String engine, String cluster, String triggerId) {
        return find(engine, cluster, triggerId, id -> rows.last(id, triggerId));
    }

    @Override
    public Optional<Operation> find(JobKey job, String triggerId) {
        if (!Limits.storable(job)) {
            return Optional.empty();
        }
        return find(job.engine(), job.cluster(), triggerId, id -> rows.last(id, triggerId, job.jobId()));
    }

    private Optional<Operation> find(
            String engine, String cluster, String triggerId, IntFunction<Optional<OperationRow>> last) {
        if (!Limits.storable(triggerId, Limits.TRIGGER_ID)) {
            return Optional.empty();
        }
        return clusters.find(engine, cluster).flatMap(last::apply).map(row -> row.toOperation(engine, cluster));
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
