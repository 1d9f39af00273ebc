package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A run as the table has it. */
@MappedEntity("jobs")
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
        @Nullable Long checkpointsTotal) {

    /** What the row becomes when the snapshot is the last word on this run. */
    JobRow with(JobSnapshot snapshot) {
        return new JobRow(
                id,
                clusterId,
                jobId,
                run,
                newest,
                Limits.fit(snapshot.name(), Limits.JOB_NAME),
                Limits.fit(snapshot.state(), Limits.STATE),
                snapshot.closure(),
                startTime,
                snapshot.endTime(),
                snapshot.observedAt(),
                snapshot.summary() == null ? summary : Limits.fitOrNull(snapshot.summary(), Limits.SUMMARY),
                greatest(checkpointsTotal, snapshot.checkpointsTotal()));
    }

    /** An engine that began anew counts from 0 again. */
    @Nullable
    private static Long greatest(@Nullable Long known, @Nullable Long said) {
        return known == null || said != null && said > known ? said : known;
    }

    static JobRow first(int clusterId, int run, boolean newest, JobSnapshot snapshot) {
        return new JobRow(
                        null,
                        clusterId,
                        snapshot.key().jobId(),
                        run,
                        newest ? true : null,
                        "",
                        "",
                        Closure.OPEN,
                        snapshot.startTime(),
                        null,
                        0,
                        null,
                        null)
                .with(snapshot);
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
