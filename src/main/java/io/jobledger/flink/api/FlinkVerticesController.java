package io.jobledger.flink.api;

import io.jobledger.flink.contract.VerticesController;
import io.jobledger.flink.recorded.JobDocuments;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** The vertices of a job, their subtasks and attempts. */
@Controller
final class FlinkVerticesController implements VerticesController {
    private final JobDocuments documents;

    FlinkVerticesController(JobDocuments documents) {
        this.documents = documents;
    }

    @Override
    public CompletionStage<HttpResponse<?>> getAggregatedSubtaskMetrics(
            String jobid,
            String vertexid,
            @Nullable String get,
            @Nullable String agg,
            @Nullable String subtasks,
            HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSubtask(
            String jobid, String vertexid, Integer subtaskindex, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSubtaskAttempt(
            String jobid, String vertexid, Integer subtaskindex, Integer attempt, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSubtaskAttemptAccumulators(
            String jobid, String vertexid, Integer subtaskindex, Integer attempt, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSubtaskMetrics(
            String jobid, String vertexid, Integer subtaskindex, @Nullable String get, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSubtasksAccumulators(
            String jobid, String vertexid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertex(String jobid, String vertexid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexAccumulators(
            String jobid, String vertexid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexBackPressure(
            String jobid, String vertexid, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexCoordinatorMetrics(
            String jobid, String vertexid, @Nullable String get, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexFlameGraph(
            String jobid,
            String vertexid,
            @Nullable String type,
            @Nullable Integer subtaskindex,
            HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexMetrics(
            String jobid, String vertexid, @Nullable String get, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexSubtaskTimes(
            String jobid, String vertexid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexTaskManagers(
            String jobid, String vertexid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexWatermarks(String jobid, String vertexid, HttpRequest<?> request) {
        return documents.transientState(jobid, request);
    }
}
