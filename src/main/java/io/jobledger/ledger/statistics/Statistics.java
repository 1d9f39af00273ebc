package io.jobledger.ledger.statistics;

import java.util.List;

/** Counts runs, and computes percentiles of their durations. */
public interface Statistics {
    /**
     * Returns groups by day (newest first), name, state and engine, in this order of the requested ones.
     *
     * @param limit how many groups at most; with {@code NAME}, the groups with the most runs
     */
    List<StatisticsRow> count(StatisticsQuery query, int limit);
}
