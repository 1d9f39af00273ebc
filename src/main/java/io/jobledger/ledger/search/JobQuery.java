package io.jobledger.ledger.search;

import io.micronaut.core.annotation.Nullable;
import java.util.List;

/**
 * Which jobs are asked for, and in what order. An empty list, like null, asks for all.
 *
 * @param states as the engines spell them
 * @param name null for any
 * @param finished runs that have not ended lie in no range but {@link TimeRange#ALL}
 * @param durationMin milliseconds from start to end, inclusive; runs that have not ended have no duration
 * @param durationMax milliseconds, inclusive
 * @param exceptionText only runs with an exception whose stack trace contains it, in whatever case
 * @param allRuns all runs of each job, else only its newest
 */
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
    public static final JobQuery ALL = builder().build();

    public JobQuery {
        engines = List.copyOf(engines);
        clusters = List.copyOf(clusters);
        states = List.copyOf(states);
    }

    /** Of {@link #ALL}, to be narrowed down. */
    public static Builder builder() {
        return new Builder();
    }

    /** Each method sets what the component of that name is. */
    public static final class Builder {
        private List<String> engines = List.of();
        private List<String> clusters = List.of();
        private List<String> states = List.of();
        private NameMatch name;
        private TimeRange started = TimeRange.ALL;
        private TimeRange finished = TimeRange.ALL;
        private Long durationMin;
        private Long durationMax;
        private String exceptionText;
        private boolean allRuns;
        private JobOrder order = JobOrder.START;
        private boolean descending = true;

        private Builder() {}

        public Builder engines(List<String> any) {
            engines = any;
            return this;
        }

        public Builder clusters(List<String> any) {
            clusters = any;
            return this;
        }

        public Builder states(List<String> any) {
            states = any;
            return this;
        }

        public Builder name(@Nullable NameMatch match) {
            name = match;
            return this;
        }

        public Builder started(TimeRange range) {
            started = range;
            return this;
        }

        public Builder finished(TimeRange range) {
            finished = range;
            return this;
        }

        public Builder duration(@Nullable Long min, @Nullable Long max) {
            durationMin = min;
            durationMax = max;
            return this;
        }

        public Builder exceptionText(@Nullable String text) {
            exceptionText = text;
            return this;
        }

        public Builder allRuns(boolean all) {
            allRuns = all;
            return this;
        }

        public Builder order(JobOrder by, boolean lastFirst) {
            order = by;
            descending = lastFirst;
            return this;
        }

        public JobQuery build() {
            return new JobQuery(
                    engines,
                    clusters,
                    states,
                    name,
                    started,
                    finished,
                    durationMin,
                    durationMax,
                    exceptionText,
                    allRuns,
                    order,
                    descending);
        }
    }
}
