package io.jobledger.flink.api;

import io.jobledger.flink.contract.JobsController;
import io.jobledger.flink.live.JobLists;
import io.jobledger.flink.operation.JobChanges;
import io.jobledger.flink.recorded.JobDocuments;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the lists of jobs, single jobs, and requests to change them. */
@Controller
record FlinkJobsController(JobDocuments answers, JobLists lists, JobChanges changes) implements JobsController {

    @Override
    public CompletionStage<HttpResponse<?>> cancelJob(String jobid, HttpRequest<?> request) {
        return changes.cancel(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobWithVertices(String jobid, HttpRequest<?> request) {
        return answers.job(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobsOverview(HttpRequest<?> request) {
        return lists.overview();
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
