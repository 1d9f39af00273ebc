package io.jobledger.ledger.statistics;

import java.util.List;

/** Counts of runs and percentiles of their durations. */
public interface Statistics {
    /**
     * By day (newest first), name, state and engine, in this order of those asked for.
     *
     * @param limit how many groups at most; with {@code NAME}, the groups with the most runs
     */
    List<StatisticsRow> count(StatisticsQuery query, int limit);
}
