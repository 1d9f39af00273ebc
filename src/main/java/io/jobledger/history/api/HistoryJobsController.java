package io.jobledger.history.api;

import io.jobledger.history.contract.JobsController;
import io.jobledger.history.contract.model.Comparison;
import io.jobledger.history.contract.model.JobPage;
import io.jobledger.history.contract.model.JobRecord;
import io.jobledger.history.export.ExportFormat;
import io.jobledger.history.export.JobExport;
import io.jobledger.history.record.Comparisons;
import io.jobledger.history.record.HistoryModels;
import io.jobledger.history.record.JobRecords;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.search.JobOrder;
import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.search.JobSearch;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Serves jobs of all engines: searches, whole records, and comparisons. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class HistoryJobsController implements JobsController {
    private static final List<String> ORDERS = List.of("asc", "desc");
    private static final List<String> RUNS = List.of("newest", "all");

    private final JobSearch search;
    private final JobExport export;
    private final List<Format> formats;
    private final RunLookup runs;
    private final JobRecords records;
    private final Comparisons comparisons;
    private final KnownEngines engines;
    private final HistoryModels wording;

    /** @param lines null for pages of JSON */
    private record Format(MediaType type, @Nullable ExportFormat lines) {}

    HistoryJobsController(
            JobSearch search,
            JobExport export,
            List<ExportFormat> exports,
            RunLookup runs,
            JobRecords records,
            Comparisons comparisons,
            KnownEngines engines,
            HistoryModels wording) {
        this.search = search;
        this.export = export;
        this.formats = new ArrayList<>(List.of(new Format(MediaType.APPLICATION_JSON_TYPE, null)));
        exports.forEach(lines -> formats.add(new Format(lines.mediaType(), lines)));
        this.runs = runs;
        this.records = records;
        this.comparisons = comparisons;
        this.engines = engines;
        this.wording = wording;
    }

    @Override
    public CompletionStage<HttpResponse<?>> listJobs(
            @Nullable List<String> engine,
            @Nullable List<String> cluster,
            @Nullable List<String> state,
            @Nullable String name,
            @Nullable String namePrefix,
            @Nullable String nameContains,
            @Nullable Long startedFrom,
            @Nullable Long startedTo,
            @Nullable Long finishedFrom,
            @Nullable Long finishedTo,
            @Nullable Long durationMin,
            @Nullable Long durationMax,
            @Nullable String exception,
            @Nullable String runs,
            @Nullable String sort,
            @Nullable String order,
            @Nullable Integer limit,
            @Nullable String cursor,
            HttpRequest<?> request) {
        Format format = accepted(request, formats);
        JobQuery query = query(
                engine,
                cluster,
                state,
                name,
                namePrefix,
                nameContains,
                startedFrom,
                startedTo,
                finishedFrom,
                finishedTo,
                durationMin,
                durationMax,
                exception,
                runs,
                sort,
                order);
        return CompletableFuture.completedFuture(
                format.lines() == null ? page(query, limit, cursor) : stream(query, limit, cursor, format.lines()));
    }

    @Override
    public CompletionStage<HttpResponse<?>> exportJobsAsCsv(
            @Nullable List<String> engine,
            @Nullable List<String> cluster,
            @Nullable List<String> state,
            @Nullable String name,
            @Nullable String namePrefix,
            @Nullable String nameContains,
            @Nullable Long startedFrom,
            @Nullable Long startedTo,
            @Nullable Long finishedFrom,
            @Nullable Long finishedTo,
            @Nullable Long durationMin,
            @Nullable Long durationMax,
            @Nullable String exception,
            @Nullable String runs,
            @Nullable String sort,
            @Nullable String order,
            @Nullable Integer limit,
            HttpRequest<?> request) {
        JobQuery query = query(
                engine,
                cluster,
                state,
                name,
                namePrefix,
                nameContains,
                startedFrom,
                startedTo,
                finishedFrom,
                finishedTo,
                durationMin,
                durationMax,
                exception,
                runs,
                sort,
                order);
        return export("csv", query, limit, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> exportJobsAsNdjson(
            @Nullable List<String> engine,
            @Nullable List<String> cluster,
            @Nullable List<String> state,
            @Nullable String name,
            @Nullable String namePrefix,
            @Nullable String nameContains,
            @Nullable Long startedFrom,
            @Nullable Long startedTo,
            @Nullable Long finishedFrom,
            @Nullable Long finishedTo,
            @Nullable Long durationMin,
            @Nullable Long durationMax,
            @Nullable String exception,
            @Nullable String runs,
            @Nullable String sort,
            @Nullable String order,
            @Nullable Integer limit,
            HttpRequest<?> request) {
        JobQuery query = query(
                engine,
                cluster,
                state,
                name,
                namePrefix,
                nameContains,
                startedFrom,
                startedTo,
                finishedFrom,
                finishedTo,
                durationMin,
                durationMax,
                exception,
                runs,
                sort,
                order);
        return export("x-ndjson", query, limit, request);
    }

    /** A client may accept the type of the errors only: many generated ones do. */
    private CompletionStage<HttpResponse<?>> export(
            String subtype, JobQuery query, @Nullable Integer limit, HttpRequest<?> request) {
        Format only = formats.stream()
                .filter(format -> format.type().getSubtype().equals(subtype))
                .findFirst()
                .orElseThrow();
        if (AcceptedFormat.choose(request, List.of(MediaType.APPLICATION_JSON_TYPE), Function.identity())
                .isEmpty()) {
            accepted(request, List.of(only));
        }
        return CompletableFuture.completedFuture(stream(query, limit, null, only.lines()));
    }

    private static Format accepted(HttpRequest<?> request, List<Format> formats) {
        return AcceptedFormat.choose(request, formats, Format::type)
                .orElseThrow(() -> ApiException.of(
                        HttpStatus.NOT_ACCEPTABLE,
                        "The answer can be "
                                + formats.stream()
                                        .map(format -> format.type().getName())
                                        .collect(Collectors.joining(" or "))
                                + '.'));
    }

    private JobQuery query(
            @Nullable List<String> engine,
            @Nullable List<String> cluster,
            @Nullable List<String> state,
            @Nullable String name,
            @Nullable String namePrefix,
            @Nullable String nameContains,
            @Nullable Long startedFrom,
            @Nullable Long startedTo,
            @Nullable Long finishedFrom,
            @Nullable Long finishedTo,
            @Nullable Long durationMin,
            @Nullable Long durationMax,
            @Nullable String exception,
            @Nullable String runs,
            @Nullable String sort,
            @Nullable String order) {
        durations(durationMin, durationMax);
        JobOrder sorted = sort == null ? JobOrder.START : Parameters.constant("sort", sort, JobOrder.class);
        boolean descending =
                Parameters.oneOf("order", order, ORDERS) == null ? sorted != JobOrder.NAME : order.equals("desc");
        return JobQuery.builder()
                .engines(engines.of(engine))
                .clusters(Parameters.all(cluster))
                .states(Parameters.all(state))
                .name(Parameters.name(name, namePrefix, nameContains))
                .started(Parameters.range("started", startedFrom, startedTo))
                .finished(Parameters.range("finished", finishedFrom, finishedTo))
                .durationMin(durationMin)
                .durationMax(durationMax)
                .exceptionText(exception)
                .allRuns("all".equals(Parameters.oneOf("runs", runs, RUNS)))
                .order(sorted)
                .descending(descending)
                .build();
    }

    private static void durations(@Nullable Long min, @Nullable Long max) {
        if (min != null && min < 0) {
            throw Parameters.wrong("durationMin", "a number from 0", min);
        }
        if (max != null && max < (min == null ? 0 : min)) {
            throw Parameters.wrong("durationMax", "a number from " + (min == null ? 0 : min), max);
        }
    }

    private HttpResponse<JobPage> page(JobQuery query, @Nullable Integer limit, @Nullable String cursor) {
        Page<JobRun> page = search.jobs(query, Parameters.page(limit, cursor));
        JobPage jobs = new JobPage(page.items().stream().map(wording::job).toList()).cursor(page.cursor());
        // The operation has several formats, so the framework would set the content type that the client accepts.
        return HttpResponse.ok(jobs).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private HttpResponse<?> stream(
            JobQuery query, @Nullable Integer limit, @Nullable String cursor, ExportFormat format) {
        if (cursor != null) {
            throw ApiException.badRequest(
                    "The parameter cursor is only for pages of application/json: a stream has all jobs.");
        }
        if (limit != null && limit < 1) {
            throw Parameters.wrong("limit", "a number from 1", limit);
        }
        return HttpResponse.ok(export.lines(query, limit, format)).contentType(format.mediaType());
    }

    @Override
    public HttpResponse<JobRecord> getJob(String engine, String cluster, String jobId, @Nullable Integer run) {
        return HttpResponse.ok(records.of(runs.run(new JobKey(engine, cluster, jobId), run)));
    }

    @Override
    public HttpResponse<Comparison> compareJobs(String left, String right) {
        RunName leftName = RunName.parse("left", left);
        RunName rightName = RunName.parse("right", right);
        JobRun leftRun = runs.run(leftName.key(), leftName.run());
        JobRun rightRun = runs.run(rightName.key(), rightName.run());
        return HttpResponse.ok(comparisons.of(record(leftRun, leftName), record(rightRun, rightName)));
    }

    private JobRecord record(JobRun run, RunName name) {
        return records.of(run, name.version())
                .orElseThrow(() -> ApiException.notFound("The run has no configuration " + name.version() + '.'));
    }
}
