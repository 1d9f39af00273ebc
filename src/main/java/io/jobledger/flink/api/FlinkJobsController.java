package io.jobledger.flink.api;

import io.jobledger.flink.contract.JobsController;
import io.jobledger.flink.wiring.FlinkKind;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the lists of jobs, single jobs, and requests to change them. */
@Controller
record FlinkJobsController(FlinkKind answers) implements JobsController {

    @Override
    public CompletionStage<HttpResponse<?>> cancelJob(String jobid, HttpRequest<?> request) {
        return answers.asked(request).changes().cancel(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobWithVertices(String jobid, HttpRequest<?> request) {
        return answers.asked(request).documents().job(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobsOverview(HttpRequest<?> request) {
        return answers.asked(request).lists().overview();
    }

    @Override
    public CompletionStage<HttpResponse<?>> listJobs(HttpRequest<?> request) {
        return answers.asked(request).lists().ids();
    }

    @Override
    public CompletionStage<HttpResponse<?>> sendClientHeartbeat(String jobid, HttpRequest<?> request) {
        return answers.asked(request).changes().change(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> sendCoordinationRequest(
            String jobid, String operatorid, HttpRequest<?> request) {
        return answers.asked(request).changes().change(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> submitJob(HttpRequest<?> request) {
        return answers.asked(request).changes().submit(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> terminateJob(String jobid, @Nullable String mode, HttpRequest<?> request) {
        return answers.asked(request).changes().terminate(jobid, mode, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> updateJobResourceRequirements(String jobid, HttpRequest<?> request) {
        return answers.asked(request).changes().change(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> yarnCancelJob(String jobid, HttpRequest<?> request) {
        return answers.asked(request).changes().cancel(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> yarnStopJob(String jobid, HttpRequest<?> request) {
        return answers.asked(request).changes().stop(jobid, request);
    }
}
