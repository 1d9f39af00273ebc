package io.jobledger.ledger.statistics;

import io.jobledger.ledger.search.TimeRange;
import io.micronaut.core.annotation.Nullable;

/**
 * Counts one group of runs. Of {@code day}, {@code name}, {@code state} and {@code engine} those are null that were not
 * asked for.
 *
 * @param day the first millisecond of the day in UTC; null too for runs whose start is no {@link TimeRange#PLAUSIBLE}
 *     time
 * @param jobs how many runs
 * @param ended how many of them have ended: the percentiles are over these
 * @param p50 milliseconds, null when none has ended. At most 1 % off, and never outside what occurred
 */
public record StatisticsRow(
        @Nullable Long day,
        @Nullable String name,
        @Nullable String state,
        @Nullable String engine,
        long jobs,
        long ended,
        @Nullable Long p50,
        @Nullable Long p95,
        @Nullable Long p99) {}
