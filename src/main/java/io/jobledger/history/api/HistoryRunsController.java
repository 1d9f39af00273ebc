package io.jobledger.history.api;

import io.jobledger.history.contract.RunsController;
import io.jobledger.history.contract.model.CheckpointPage;
import io.jobledger.history.contract.model.JobExceptionPage;
import io.jobledger.history.contract.model.MetricPage;
import io.jobledger.history.contract.model.RunPage;
import io.jobledger.history.contract.model.StatePage;
import io.jobledger.history.record.HistoryModels;
import io.jobledger.history.record.RunSamples;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.search.RunHistory;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** Serves the recorded facts of one run, in pages. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
record HistoryRunsController(RunHistory history, RunSamples samples, RunLookup runs, HistoryModels wording)
        implements RunsController {
    private static final List<String> CHECKPOINT_STATUSES = List.of("IN_PROGRESS", "COMPLETED", "FAILED");

    @Override
    public HttpResponse<RunPage> listRuns(
            String engine, String cluster, String jobId, @Nullable Integer limit, @Nullable String cursor) {
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> history.runs(
                        runs.run(new JobKey(engine, cluster, jobId), null).key(), asked),
                wording::job,
                (items, next) -> new RunPage(items).cursor(next));
    }

    @Override
    public HttpResponse<CheckpointPage> listCheckpoints(
            String engine,
            String cluster,
            String jobId,
            @Nullable Integer run,
            @Nullable String status,
            @Nullable String kind,
            @Nullable Integer limit,
            @Nullable String cursor) {
        String known = Parameters.oneOf("status", status, CHECKPOINT_STATUSES);
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> history.checkpoints(id(engine, cluster, jobId, run), known, kind, asked),
                wording::checkpoint,
                (items, next) -> new CheckpointPage(items).cursor(next));
    }

    @Override
    public HttpResponse<JobExceptionPage> listJobExceptions(
            String engine,
            String cluster,
            String jobId,
            @Nullable Integer run,
            @Nullable Integer limit,
            @Nullable String cursor) {
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> history.exceptions(id(engine, cluster, jobId, run), asked),
                wording::exception,
                (items, next) -> new JobExceptionPage(items).cursor(next));
    }

    @Override
    public HttpResponse<StatePage> listStates(
            String engine,
            String cluster,
            String jobId,
            @Nullable Integer run,
            @Nullable Integer limit,
            @Nullable String cursor) {
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> history.states(id(engine, cluster, jobId, run), asked),
                wording::state,
                (items, next) -> new StatePage(items).cursor(next));
    }

    @Override
    public HttpResponse<MetricPage> listMetrics(
            String engine,
            String cluster,
            String jobId,
            @Nullable Integer run,
            @Nullable Integer limit,
            @Nullable String cursor) {
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> samples.of(runs.run(new JobKey(engine, cluster, jobId), run), asked),
                wording::sample,
                (items, next) -> new MetricPage(items).cursor(next));
    }

    private long id(String engine, String cluster, String jobId, @Nullable Integer run) {
        return runs.run(new JobKey(engine, cluster, jobId), run).id();
    }
}
