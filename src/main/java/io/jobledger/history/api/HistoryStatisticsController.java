package io.jobledger.history.api;

import io.jobledger.history.contract.StatisticsController;
import io.jobledger.history.contract.model.StatisticsResult;
import io.jobledger.history.record.HistoryModels;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.statistics.Statistics;
import io.jobledger.ledger.statistics.StatisticsQuery;
import io.jobledger.ledger.statistics.StatisticsQuery.Dimension;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Serves counts and durations of runs. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
record HistoryStatisticsController(Statistics statistics, KnownEngines engines, HistoryModels wording)
        implements StatisticsController {
    /** The error bound that {@link Statistics} promises. */
    private static final double ERROR_BOUND = 0.01;

    @Override
    public HttpResponse<StatisticsResult> getStatistics(
            @Nullable List<String> by,
            @Nullable List<String> engine,
            @Nullable List<String> cluster,
            @Nullable List<String> state,
            @Nullable String name,
            @Nullable String namePrefix,
            @Nullable String nameContains,
            @Nullable Long startedFrom,
            @Nullable Long startedTo,
            @Nullable Integer limit) {
        JobQuery jobs = JobQuery.builder()
                .engines(engines.of(engine))
                .clusters(Parameters.all(cluster))
                .states(Parameters.all(state))
                .name(Parameters.name(name, namePrefix, nameContains))
                .started(Parameters.range("started", startedFrom, startedTo))
                .allRuns(true)
                .build();
        Set<Dimension> dimensions = Parameters.all(by).stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(dimension -> Parameters.constant("by", dimension, Dimension.class))
                .collect(Collectors.toSet());
        return HttpResponse.ok(new StatisticsResult(
                ERROR_BOUND,
                statistics
                        .count(new StatisticsQuery(dimensions, jobs), Parameters.limit(limit, PageRequest.MAX_LIMIT))
                        .stream()
                        .map(wording::statistics)
                        .toList()));
    }
}
