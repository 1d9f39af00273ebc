package io.jobledger.ledger.search;

import io.micronaut.core.annotation.Nullable;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Asks for jobs, in some order. An empty list, like null, asks for all.
 *
 * @param states as the engines spell them
 * @param name null for any
 * @param finished runs that have not ended lie in no range but {@link TimeRange#ALL}
 * @param durationMin milliseconds from start to end, inclusive; runs that have not ended have no duration
 * @param durationMax milliseconds, inclusive
 * @param exceptionText only runs with an exception whose stack trace contains it, in upper or lower case
 * @param allRuns all runs of each job, else only its newest
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false, useImmutableCollections = true)
public record JobQuery(
        List<String> engines,
        List<String> clusters,
        List<String> states,
        @Nullable NameMatch name,
        TimeRange started,
        TimeRange finished,
        @Nullable Long durationMin,
        @Nullable Long durationMax,
        @Nullable String exceptionText,
        boolean allRuns,
        JobOrder order,
        boolean descending) {
    /** The newest runs of all jobs, the last started first. */
    public static final JobQuery ALL = new JobQuery(
            List.of(),
            List.of(),
            List.of(),
            null,
            TimeRange.ALL,
            TimeRange.ALL,
            null,
            null,
            null,
            false,
            JobOrder.START,
            true);

    public JobQuery {
        engines = List.copyOf(engines);
        clusters = List.copyOf(clusters);
        states = List.copyOf(states);
    }

    /** Returns a builder that begins with {@link #ALL}. */
    public static JobQueryBuilder builder() {
        return JobQueryBuilder.builder(ALL);
    }
}
