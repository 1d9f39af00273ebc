package io.jobledger.ledger.runs;

import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Limits;
import io.jobledger.ledger.savepoints.SavepointRow;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("checkpoints")
record CheckpointRow(
        @Id long runId,
        @Id long checkpointId,
        @Id int pipeline,
        String status,
        String kind,
        long triggerTime,
        @Nullable Long ackTime,
        @Nullable Long stateSize,
        @Nullable Long checkpointedSize,
        @Nullable Long duration,
        @Nullable Integer subtasks,
        @Nullable Integer acknowledgedSubtasks,
        @Nullable String externalPath,
        boolean discarded,
        @Nullable Long failureTime,
        @Nullable String failureMessage,
        boolean savepoint) {
    record Number(long checkpointId, int pipeline) {}

    static CheckpointRow of(long runId, Checkpoint checkpoint) {
        return new CheckpointRow(
                runId,
                checkpoint.checkpointId(),
                checkpoint.pipeline(),
                Limits.fit(checkpoint.status(), Limits.STATE),
                Limits.fit(checkpoint.kind(), Limits.KIND),
                checkpoint.triggerTime(),
                checkpoint.ackTime(),
                checkpoint.stateSize(),
                checkpoint.checkpointedSize(),
                checkpoint.duration(),
                checkpoint.subtasks(),
                checkpoint.acknowledgedSubtasks(),
                Limits.fit(checkpoint.externalPath(), Limits.LONG_TEXT),
                checkpoint.discarded(),
                checkpoint.failureTime(),
                Limits.fit(checkpoint.failureMessage(), Limits.LONG_TEXT),
                checkpoint.savepoint());
    }

    Number number() {
        return new Number(checkpointId, pipeline);
    }

    /** Returns whether it is a savepoint that one can restore from, at a path that can be a key. */
    boolean makesSavepoint() {
        return savepoint
                && Checkpoint.COMPLETED.equals(status)
                && externalPath != null
                && Limits.storable(externalPath, Limits.SAVEPOINT_PATH);
    }

    /** Returns the savepoint that it makes. */
    SavepointRow toSavepoint(int clusterId) {
        return new SavepointRow(clusterId, externalPath, runId, checkpointId, triggerTime, null);
    }

    Checkpoint toFact() {
        return new Checkpoint(
                checkpointId,
                pipeline,
                status,
                kind,
                triggerTime,
                ackTime,
                stateSize,
                checkpointedSize,
                duration,
                subtasks,
                acknowledgedSubtasks,
                externalPath,
                discarded,
                failureTime,
                failureMessage,
                savepoint);
    }
}
