package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Nullable;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Holds the known facts of one run at one moment, and carries them into the ledger.
 *
 * <p>An empty list says nothing (it does not say "none"). A snapshot may carry only some of the facts.
 *
 * @param name at most 4,096 characters are kept
 * @param state as the engine spells it
 * @param startTime milliseconds since the epoch, not negative; tells runs of a job apart
 * @param endTime milliseconds since the epoch; required unless the run is open. An end before the start is taken for
 *     the start, as an engine's clock may be set back
 * @param observedAt when the engine said so, milliseconds since the epoch. Of two snapshots of an open run the one
 *     observed later wins, in any order of recording
 * @param summary the engine's own entry for the job in its list of jobs, as JSON; null says nothing. One of more than
 *     1,048,576 characters is not kept, as JSON that is cut is none
 * @param checkpointsTotal how many checkpoints of the run the engine has counted, those among them that it has dropped
 *     from its history; null says nothing
 * @param checkpointsFailed how many of these failed. An engine does not list those that failed before they began; null
 *     says nothing
 * @param samples those of a sealed run are its last, and are all kept. An open run keeps the first of each five
 *     seconds, and a few hundred in all
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false, useImmutableCollections = true)
public record JobSnapshot(
        JobKey key,
        String name,
        String state,
        Closure closure,
        long startTime,
        @Nullable Long endTime,
        long observedAt,
        @Nullable String summary,
        @Nullable Long checkpointsTotal,
        @Nullable Long checkpointsFailed,
        List<StateChange> states,
        List<Vertex> vertices,
        List<Attempt> attempts,
        List<Checkpoint> checkpoints,
        List<JobException> exceptions,
        List<Document> documents,
        List<MetricSample> samples) {
    public JobSnapshot {
        requireNonNull(key, "key");
        requireNonNull(name, "name");
        requireNonNull(state, "state");
        requireNonNull(closure, "closure");
        if (!Limits.storable(key)) {
            throw new IllegalArgumentException("Not a key that can be recorded: " + key);
        }
        if (startTime < 0) {
            throw new IllegalArgumentException("A run is known by its start time, and " + key + " has none");
        }
        if (closure != Closure.OPEN && endTime == null) {
            throw new IllegalArgumentException("A run that is " + closure + " has an end, and " + key + " has none");
        }
        endTime = endTime == null ? null : Long.valueOf(Math.max(startTime, endTime));
        states = List.copyOf(states);
        vertices = List.copyOf(vertices);
        attempts = List.copyOf(attempts);
        checkpoints = List.copyOf(checkpoints);
        exceptions = List.copyOf(exceptions);
        documents = List.copyOf(documents);
        samples = List.copyOf(samples);
    }

    /** Returns a builder of an open run without facts. Name, state, start and observation must be set. */
    public static JobSnapshotBuilder builder(JobKey key) {
        return JobSnapshotBuilder.builder().key(key).closure(Closure.OPEN).startTime(-1);
    }

    /** Returns a builder that begins with everything this snapshot says. Each list replaces the one set before. */
    public JobSnapshotBuilder toBuilder() {
        return JobSnapshotBuilder.builder(this);
    }
}
