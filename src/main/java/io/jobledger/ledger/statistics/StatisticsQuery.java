package io.jobledger.ledger.statistics;

import io.jobledger.ledger.search.JobQuery;
import java.util.Set;

/**
 * Asks for statistics of all runs of the jobs that the filter names.
 *
 * @param by dimensions of a group; empty for one group of all
 * @param jobs only its engines, clusters, states, name and {@code started} count
 */
public record StatisticsQuery(Set<Dimension> by, JobQuery jobs) {
    public StatisticsQuery {
        by = Set.copyOf(by);
    }

    public enum Dimension {
        /** The day in UTC on which a run started. */
        DAY,
        NAME,
        STATE,
        ENGINE
    }
}
