package io.jobledger.ledger.statistics;

import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.search.JobFilter;
import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.statistics.StatisticsQuery.Dimension;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers from the counts of each day, unless names matter: there are too many of them. */
@Singleton
final class JdbcStatistics implements Statistics {
    private static final StatisticsRow NOTHING = new StatisticsRow(null, null, null, null, 0, 0, null, null, null);

    private final CountedRuns runs;
    private final DayCounts days;
    private final Clusters clusters;

    JdbcStatistics(CountedRuns runs, DayCounts days, Clusters clusters) {
        this.runs = runs;
        this.days = days;
        this.clusters = clusters;
    }

    private record Group(
            @Nullable Long day,
            @Nullable String state,
            @Nullable String engine) {}

    private static final class Total {
        private final Durations.Sum ended = new Durations.Sum();
        private long running;

        StatisticsRow toRow(Group group) {
            return new StatisticsRow(
                    group.day(),
                    null,
                    group.state(),
                    group.engine(),
                    ended.runs() + running,
                    ended.runs(),
                    ended.percentile(50),
                    ended.percentile(95),
                    ended.percentile(99));
        }
    }

    @Override
    public List<StatisticsRow> count(StatisticsQuery query, int limit) {
        JobQuery jobs = query.jobs();
        List<Integer> clusterIds = clusters.ids(jobs.engines(), jobs.clusters());
        List<StatisticsRow> rows;
        if (!JobFilter.possible(jobs, clusterIds)) {
            rows = List.of();
        } else if (jobs.name() != null || query.by().contains(Dimension.NAME)) {
            rows = runs.count(query, clusterIds, limit);
        } else {
            rows = ofDays(query, clusterIds);
        }
        return rows.isEmpty() && query.by().isEmpty()
                ? List.of(NOTHING)
                : rows.stream().sorted(CountedRuns.ORDER).limit(limit).toList();
    }

    private List<StatisticsRow> ofDays(StatisticsQuery query, @Nullable List<Integer> clusterIds) {
        Map<Group, Total> totals = new HashMap<>();
        for (DayCounts.Part part : days.count(query.jobs().started())) {
            part.ended().forEach((kind, durations) -> {
                if (counts(query, clusterIds, kind)) {
                    total(totals, query, part.day(), kind).ended.add(durations);
                }
            });
            part.running().forEach((kind, running) -> {
                if (counts(query, clusterIds, kind)) {
                    total(totals, query, part.day(), kind).running += running;
                }
            });
        }
        return totals.entrySet().stream()
                .map(total -> total.getValue().toRow(total.getKey()))
                .toList();
    }

    private static boolean counts(StatisticsQuery query, @Nullable List<Integer> clusterIds, DayCounts.Kind kind) {
        List<String> states = query.jobs().states();
        return (clusterIds == null || clusterIds.contains(kind.clusterId()))
                && (states.isEmpty() || states.contains(kind.state()));
    }

    private Total total(Map<Group, Total> totals, StatisticsQuery query, @Nullable Long day, DayCounts.Kind kind) {
        Group group = new Group(
                query.by().contains(Dimension.DAY) && day != null ? (Long) (day * CountedRuns.DAY) : null,
                query.by().contains(Dimension.STATE) ? kind.state() : null,
                query.by().contains(Dimension.ENGINE)
                        ? clusters.byId(kind.clusterId()).engine()
                        : null);
        return totals.computeIfAbsent(group, first -> new Total());
    }
}
