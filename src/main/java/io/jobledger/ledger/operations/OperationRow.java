package io.jobledger.ledger.operations;

import io.jobledger.ledger.Limits;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("operations")
record OperationRow(
        @Id @GeneratedValue @Nullable Long id,
        int clusterId,
        String jobId,
        OperationKind kind,
        @Nullable String triggerId,
        long requestedAt,
        @Nullable String requestedFrom,
        @Nullable String request,
        OperationStatus status,
        @Nullable Boolean pending,
        @Nullable Long completedAt,
        @Nullable Integer resultStatus,
        @Nullable String result) {
    static final String NO_JOB = "";

    static OperationRow of(int clusterId, NewOperation operation) {
        return new OperationRow(
                null,
                clusterId,
                operation.jobId() == null ? NO_JOB : Limits.fit(operation.jobId(), Limits.JOB_ID),
                operation.kind(),
                Limits.fit(operation.triggerId(), Limits.TRIGGER_ID),
                operation.requestedAt(),
                Limits.fit(operation.requestedFrom(), Limits.HOST),
                Limits.fit(operation.request(), Limits.REQUEST),
                OperationStatus.IN_PROGRESS,
                true,
                null,
                null,
                null);
    }

    Operation toOperation(String engine, String cluster) {
        return new Operation(
                id,
                engine,
                cluster,
                jobId.equals(NO_JOB) ? null : jobId,
                kind,
                triggerId,
                requestedAt,
                requestedFrom,
                request,
                status,
                completedAt,
                resultStatus,
                result);
    }
}
