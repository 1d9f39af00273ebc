package io.jobledger.history.api;

import io.jobledger.history.contract.RunsController;
import io.jobledger.history.contract.model.CheckpointPage;
import io.jobledger.history.contract.model.JobExceptionPage;
import io.jobledger.history.contract.model.MetricPage;
import io.jobledger.history.contract.model.RunPage;
import io.jobledger.history.contract.model.StatePage;
import io.jobledger.history.record.Wording;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.query.Page;
import io.jobledger.ledger.query.PageRequest;
import io.jobledger.ledger.query.RunHistory;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** What is recorded of one run, in pages. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class HistoryRunsController implements RunsController {
    private static final List<String> CHECKPOINT_STATUSES = List.of("IN_PROGRESS", "COMPLETED", "FAILED");

    private final RunHistory history;
    private final KnownRuns runs;
    private final Wording wording;

    HistoryRunsController(RunHistory history, KnownRuns runs, Wording wording) {
        this.history = history;
        this.runs = runs;
        this.wording = wording;
    }

    @Override
    public HttpResponse<RunPage> listRuns(
            String engine, String cluster, String jobId, @Nullable Integer limit, @Nullable String cursor) {
        PageRequest asked = Parameters.page(limit, cursor);
        Page<JobRun> page =
                history.runs(runs.run(new JobKey(engine, cluster, jobId), null).key(), asked);
        return HttpResponse.ok(
                new RunPage(page.items().stream().map(wording::job).toList()).cursor(page.cursor()));
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
        PageRequest asked = Parameters.page(limit, cursor);
        String known = Parameters.oneOf("status", status, CHECKPOINT_STATUSES);
        Page<Checkpoint> page = history.checkpoints(id(engine, cluster, jobId, run), known, kind, asked);
        return HttpResponse.ok(new CheckpointPage(
                        page.items().stream().map(wording::checkpoint).toList())
                .cursor(page.cursor()));
    }

    @Override
    public HttpResponse<JobExceptionPage> listJobExceptions(
            String engine,
            String cluster,
            String jobId,
            @Nullable Integer run,
            @Nullable Integer limit,
            @Nullable String cursor) {
        PageRequest asked = Parameters.page(limit, cursor);
        Page<JobException> page = history.exceptions(id(engine, cluster, jobId, run), asked);
        return HttpResponse.ok(new JobExceptionPage(
                        page.items().stream().map(wording::exception).toList())
                .cursor(page.cursor()));
    }

    @Override
    public HttpResponse<StatePage> listStates(
            String engine,
            String cluster,
            String jobId,
            @Nullable Integer run,
            @Nullable Integer limit,
            @Nullable String cursor) {
        PageRequest asked = Parameters.page(limit, cursor);
        Page<StateChange> page = history.states(id(engine, cluster, jobId, run), asked);
        return HttpResponse.ok(
                new StatePage(page.items().stream().map(wording::state).toList()).cursor(page.cursor()));
    }

    @Override
    public HttpResponse<MetricPage> listMetrics(
            String engine,
            String cluster,
            String jobId,
            @Nullable Integer run,
            @Nullable Integer limit,
            @Nullable String cursor) {
        PageRequest asked = Parameters.page(limit, cursor);
        Page<MetricSample> page = history.samples(id(engine, cluster, jobId, run), asked);
        return HttpResponse.ok(
                new MetricPage(page.items().stream().map(wording::sample).toList()).cursor(page.cursor()));
    }

    private long id(String engine, String cluster, String jobId, @Nullable Integer run) {
        return runs.run(new JobKey(engine, cluster, jobId), run).id();
    }
}
