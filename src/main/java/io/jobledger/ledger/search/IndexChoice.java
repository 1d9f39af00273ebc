package io.jobledger.ledger.search;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the index by which to read the jobs of a query. Mostly it is the index of the requested order, read until
 * there are enough jobs. If another condition leaves few jobs, all of those are read and sorted.
 */
@Singleton
final class IndexChoice {
    /** The number of jobs that are read and sorted about as fast as a page is read in order. */
    private static final int FEW = 1000;
    /**
     * The same number where a page in order may take long. Runs that ended on one day may be far off by their start.
     * Runs with an exception each take longer to look at.
     */
    private static final int MORE = 10_000;

    private final Database database;

    IndexChoice(Database database) {
        this.database = database;
    }

    /** Chooses the index with one statement at most. */
    JobIndex choose(JobQuery query, @Nullable List<Integer> clusterIds, JobFilter filter) {
        JobIndex ordered = ordered(query, clusterIds);
        Map<JobIndex, Sql> others = others(query, clusterIds, filter);
        if (!database.dialect().needsIndexes()) {
            // Its planner knows how many rows have a value, but not how many texts contain a text.
            others.keySet().retainAll(Set.of(JobIndex.EXCEPTION));
        }
        others.remove(ordered);
        others.remove(JobIndex.of(query.order()));
        if (others.isEmpty()) {
            return ordered;
        }
        Sql counts = new Sql("SELECT");
        String separator = " ";
        for (Map.Entry<JobIndex, Sql> other : others.entrySet()) {
            counts.add(separator + "(SELECT COUNT(*) FROM (")
                    .add(other.getValue())
                    .add(" LIMIT " + (few(other.getKey(), query.order()) + 1) + ") few)");
            separator = ", ";
        }
        return database.first(counts, row -> {
                    JobIndex best = ordered;
                    long fewest = Long.MAX_VALUE;
                    int column = 1;
                    for (JobIndex other : others.keySet()) {
                        long count = row.getLong(column++);
                        if (count <= few(other, query.order()) && count < fewest) {
                            fewest = count;
                            best = other;
                        }
                    }
                    return best;
                })
                .orElse(ordered);
    }

    private static int few(JobIndex access, JobOrder order) {
        return switch (access) {
            case EXCEPTION -> MORE;
            case START -> order == JobOrder.END ? MORE : FEW;
            case END -> order == JobOrder.START ? MORE : FEW;
            default -> FEW;
        };
    }

    private static JobIndex ordered(JobQuery query, @Nullable List<Integer> clusterIds) {
        if (query.order() != JobOrder.START) {
            return JobIndex.of(query.order());
        }
        if (query.states().size() == 1) {
            return JobIndex.STATE;
        }
        boolean oneCluster = clusterIds != null && clusterIds.size() == 1;
        boolean nothingElse = query.states().isEmpty() && query.name() == null;
        return oneCluster && nothingElse && !query.allRuns() ? JobIndex.CLUSTER : JobIndex.START;
    }

    /** Returns the other conditions that may leave few jobs, and how to count those. */
    private Map<JobIndex, Sql> others(JobQuery query, @Nullable List<Integer> clusterIds, JobFilter filter) {
        Map<JobIndex, Sql> others = new EnumMap<>(JobIndex.class);
        if (query.name() != null
                && query.name().kind() != NameMatch.Kind.CONTAINS
                && !query.name().text().isEmpty()) {
            others.put(JobIndex.NAME, by(JobIndex.NAME, filter.name()));
        }
        if (!query.states().isEmpty()) {
            // The index of states goes on with the start.
            others.put(
                    JobIndex.STATE,
                    by(
                            JobIndex.STATE,
                            query.states().size() == 1 ? filter.states().add(filter.started()) : filter.states()));
        }
        if (!query.started().equals(TimeRange.ALL)) {
            others.put(JobIndex.START, by(JobIndex.START, filter.started()));
        }
        if (!query.finished().equals(TimeRange.ALL)) {
            others.put(JobIndex.END, by(JobIndex.END, filter.finished()));
        }
        if (query.durationMin() != null || query.durationMax() != null) {
            others.put(JobIndex.DURATION, by(JobIndex.DURATION, filter.duration()));
        }
        if (clusterIds != null && clusterIds.size() == 1 && !query.allRuns()) {
            others.put(JobIndex.CLUSTER, by(JobIndex.CLUSTER, filter.clusters().add(filter.newest())));
        }
        if (query.exceptionText() != null && !query.exceptionText().isEmpty()) {
            others.put(
                    JobIndex.EXCEPTION,
                    new Sql("SELECT 1 FROM exceptions e WHERE e.text_id IN (")
                            .add(filter.texts())
                            .add(")"));
        }
        return others;
    }

    private Sql by(JobIndex access, Sql condition) {
        return new Sql("SELECT 1 FROM jobs j" + database.dialect().by(access.index) + " WHERE 1 = 1").add(condition);
    }
}
