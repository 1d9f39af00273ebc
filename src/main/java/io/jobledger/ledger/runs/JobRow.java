package io.jobledger.ledger.runs;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Limits;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Holds a run as the table has it. Two rows are equal only if they share the array of the name's key, which {@link
 * #with} keeps.
 */
@MappedEntity("jobs")
@RecordBuilder
@RecordBuilder.Options(enableWither = false)
record JobRow(
        @Id @GeneratedValue @Nullable Long id,
        int clusterId,
        String jobId,
        int run,
        @Nullable Boolean newest,
        String name,
        String state,
        Closure closure,
        long startTime,
        @Nullable Long endTime,
        long observedAt,
        @Nullable String summary,
        @Nullable Long checkpointsTotal,
        @Nullable Long checkpointsFailed,
        long endKey,
        long duration,
        @Nullable Long closedAt,
        byte[] nameKey) {
    /** The end and the duration of a run without an end, for sorting. */
    static final long UNKNOWN = Long.MAX_VALUE;

    /** Returns the row after the snapshot, which is the last word on this run. */
    JobRow with(JobSnapshot snapshot) {
        String fittingName = Limits.fit(snapshot.name(), Limits.JOB_NAME);
        Long end = snapshot.endTime();
        boolean counted = isAtLeast(snapshot.checkpointsTotal(), checkpointsTotal);
        return JobRowBuilder.builder(this)
                .name(fittingName)
                .state(Limits.fit(snapshot.state(), Limits.STATE))
                .closure(snapshot.closure())
                .endTime(end)
                .observedAt(snapshot.observedAt())
                .summary(snapshot.summary() == null ? summary : Limits.fitOrNull(snapshot.summary(), Limits.SUMMARY))
                .checkpointsTotal(counted ? snapshot.checkpointsTotal() : checkpointsTotal)
                .checkpointsFailed(counted ? snapshot.checkpointsFailed() : checkpointsFailed)
                .endKey(end == null ? UNKNOWN : end)
                .duration(end == null ? UNKNOWN : end - startTime)
                .closedAt(snapshot.closure() == Closure.OPEN ? null : snapshot.observedAt())
                // The same array as long as the name is the same, as records compare arrays by identity.
                .nameKey(fittingName.equals(name) ? nameKey : NameKey.of(fittingName))
                .build();
    }

    /** Returns whether a count is news. An engine that began anew counts from 0 again, and is not followed in that. */
    private static boolean isAtLeast(@Nullable Long said, @Nullable Long known) {
        return said != null && (known == null || said >= known);
    }

    static JobRow first(int clusterId, int run, boolean newest, JobSnapshot snapshot) {
        return JobRowBuilder.builder()
                .clusterId(clusterId)
                .jobId(snapshot.key().jobId())
                .run(run)
                .newest(newest ? true : null)
                .startTime(snapshot.startTime())
                .build()
                .with(snapshot);
    }

    /** Returns this row with the id that its insert gave it. */
    JobRow withId(long newId) {
        return JobRowBuilder.builder(this).id(newId).build();
    }

    /** Returns whether replacing the row {@code before} by this one changes the daily statistics of ended runs. */
    boolean changesDayCounts(JobRow before) {
        return duration != before.duration || !state.equals(before.state) && duration != UNKNOWN;
    }

    /** Returns the day in UTC on which it started, from the epoch on. */
    long day() {
        return startTime / CountDeltas.DAY;
    }

    JobRun toRun(String engine, String cluster) {
        return new JobRun(
                id,
                new JobKey(engine, cluster, jobId),
                run,
                newest != null && newest,
                name,
                state,
                closure,
                startTime,
                endTime,
                observedAt,
                summary);
    }
}
