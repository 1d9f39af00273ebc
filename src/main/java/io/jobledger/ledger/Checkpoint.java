package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Nullable;

/**
 * A checkpoint or savepoint of a run. Told apart by id and pipeline. Negative numbers are the engine's "not known": null here.
 *
 * @param checkpointId the engine's number of it
 * @param pipeline the part of the job that it is of, from 1; 0 for engines whose checkpoints are of the whole job
 * @param status as the engine spells it: {@code IN_PROGRESS}, {@code COMPLETED}, {@code FAILED}
 * @param kind as the engine spells it: {@code CHECKPOINT}, {@code SAVEPOINT}, {@code SYNC_SAVEPOINT} …
 * @param triggerTime milliseconds since the epoch
 * @param ackTime the latest acknowledgement, milliseconds since the epoch
 * @param stateSize bytes
 * @param checkpointedSize bytes; less than the state when incremental
 * @param duration end to end, milliseconds
 * @param externalPath where it lies, if it can be restored from there
 * @param discarded whether the engine has thrown it away
 * @param savepoint whether it belongs to a user rather than to the engine
 */
public record Checkpoint(
        long checkpointId,
        int pipeline,
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
    /** The status of a checkpoint that can be restored from. */
    public static final String COMPLETED = "COMPLETED";

    /** The status of one that failed. */
    public static final String FAILED = "FAILED";

    public Checkpoint {
        if (pipeline < 0) {
            throw new IllegalArgumentException("Pipelines count from 1, and 0 is the whole job: " + pipeline);
        }
        requireNonNull(status, "status");
        requireNonNull(kind, "kind");
        ackTime = NegativeAsNull.orNull(ackTime);
        stateSize = NegativeAsNull.orNull(stateSize);
        checkpointedSize = NegativeAsNull.orNull(checkpointedSize);
        duration = NegativeAsNull.orNull(duration);
        subtasks = NegativeAsNull.orNull(subtasks);
        acknowledgedSubtasks = NegativeAsNull.orNull(acknowledgedSubtasks);
        failureTime = NegativeAsNull.orNull(failureTime);
    }
}
