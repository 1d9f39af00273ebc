package io.jobledger.flink.api;

import io.jobledger.flink.contract.JobsController;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.JobLists;
import io.jobledger.flink.operation.JobChanges;
import io.jobledger.flink.recorded.JobDocuments;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Jobs: the lists, one job, and what can be asked of it. */
@Controller
final class FlinkJobsController implements JobsController {
    private final FlinkLive live;
    private final JobDocuments documents;
    private final JobLists lists;
    private final JobChanges changes;

    FlinkJobsController(FlinkLive live, JobDocuments documents, JobLists lists, JobChanges changes) {
        this.live = live;
        this.documents = documents;
        this.lists = lists;
        this.changes = changes;
    }

    @Override
    public CompletionStage<HttpResponse<?>> cancelJob(String jobid, HttpRequest<?> request) {
        return changes.cancel(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getAggregatedJobMetrics(
            @Nullable String get, @Nullable String agg, @Nullable String jobs, HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJob(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobAccumulators(
            String jobid, @Nullable Boolean includeSerializedValue, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobConfig(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobExceptions(
            String jobid,
            @Nullable Integer maxExceptions,
            @Nullable String failureLabelFilter,
            HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobExecutionResult(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerConfigOfJob(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerEnvironmentOfJob(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerLogUrlOfJob(String jobid, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobMetrics(String jobid, @Nullable String get, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobPlan(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobResourceRequirements(String jobid, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobStatus(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobWithVertices(String jobid, HttpRequest<?> request) {
        return documents.job(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobsOverview(HttpRequest<?> request) {
        return lists.overview();
    }

    @Override
    public CompletionStage<HttpResponse<?>> getTaskManagerLogUrlOfJob(
            String jobid, String taskmanagerid, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listJobs(HttpRequest<?> request) {
        return lists.ids();
    }

    @Override
    public CompletionStage<HttpResponse<?>> sendClientHeartbeat(String jobid, HttpRequest<?> request) {
        return changes.change(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> sendCoordinationRequest(
            String jobid, String operatorid, HttpRequest<?> request) {
        return changes.change(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> submitJob(HttpRequest<?> request) {
        return changes.submit(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> terminateJob(String jobid, @Nullable String mode, HttpRequest<?> request) {
        return changes.terminate(jobid, mode, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> updateJobResourceRequirements(String jobid, HttpRequest<?> request) {
        return changes.change(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> yarnCancelJob(String jobid, HttpRequest<?> request) {
        return changes.cancel(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> yarnStopJob(String jobid, HttpRequest<?> request) {
        return changes.stop(jobid, request);
    }
}
