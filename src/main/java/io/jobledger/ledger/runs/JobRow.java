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

/** A run as the table has it. */
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
        long endKey,
        long duration,
        @Nullable Long closedAt,
        byte[] nameKey) {
    /** The end and the duration of a run whose end is not known, for sorting. */
    static final long UNKNOWN = Long.MAX_VALUE;

    /** What the row becomes when the snapshot is the last word on this run. */
    JobRow with(JobSnapshot snapshot) {
        String fittingName = Limits.fit(snapshot.name(), Limits.JOB_NAME);
        Long end = snapshot.endTime();
        return JobRowBuilder.builder(this)
                .name(fittingName)
                .state(Limits.fit(snapshot.state(), Limits.STATE))
                .closure(snapshot.closure())
                .endTime(end)
                .observedAt(snapshot.observedAt())
                .summary(snapshot.summary() == null ? summary : Limits.fitOrNull(snapshot.summary(), Limits.SUMMARY))
                .checkpointsTotal(greatest(checkpointsTotal, snapshot.checkpointsTotal()))
                .endKey(end == null ? UNKNOWN : end)
                .duration(end == null ? UNKNOWN : end - startTime)
                .closedAt(snapshot.closure() == Closure.OPEN ? null : snapshot.observedAt())
                // The same array as long as the name is the same, as records compare arrays by identity.
                .nameKey(fittingName.equals(name) ? nameKey : NameKey.of(fittingName))
                .build();
    }

    /** An engine that began anew counts from 0 again. */
    @Nullable
    private static Long greatest(@Nullable Long known, @Nullable Long said) {
        return known == null || said != null && said > known ? said : known;
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

    /** This row, as it was inserted. */
    JobRow withId(long newId) {
        return JobRowBuilder.builder(this).id(newId).build();
    }

    /** Whether what is counted of the runs that have ended, day by day, is another with this row than with that one. */
    boolean countsOtherThan(JobRow other) {
        return duration != other.duration || !state.equals(other.state) && duration != UNKNOWN;
    }

    /** The day in UTC on which it started, from the epoch on. */
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
