package io.jobledger.ledger.runs;

import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Limits;
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
    /** The table with its columns, in the order of {@link #values}. */
    static final String TABLE =
            "checkpoints (run_id, checkpoint_id, pipeline, status, kind, trigger_time, ack_time, state_size, checkpointed_size, duration, subtasks, acknowledged_subtasks, external_path, discarded, failure_time, failure_message, savepoint)";

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

    /** Whether it is a savepoint one could restore from now or then, at a path that can be a key. */
    boolean makesSavepoint() {
        return savepoint
                && Checkpoint.COMPLETED.equals(status)
                && externalPath != null
                && Limits.storable(externalPath, Limits.SAVEPOINT_PATH);
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

    Object[] values() {
        return new Object[] {
            runId,
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
            savepoint
        };
    }
}
