package io.jobledger.flink.api;

import io.jobledger.flink.contract.TaskManagersController;
import io.jobledger.flink.live.FlinkLive;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** The task managers: their metrics and logs, all the engine's own. */
@Controller
final class FlinkTaskManagersController implements TaskManagersController {
    private final FlinkLive live;

    FlinkTaskManagersController(FlinkLive live) {
        this.live = live;
    }

    @Override
    public CompletionStage<HttpResponse<?>> getAggregatedTaskManagerMetrics(
            @Nullable String get, @Nullable String agg, @Nullable String taskmanagers, HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getTaskManager(String taskmanagerid, HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getTaskManagerLog(String taskmanagerid, HttpRequest<?> request) {
        return live.pass(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getTaskManagerLogFile(
            String taskmanagerid, String filename, HttpRequest<?> request) {
        return live.pass(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getTaskManagerMetrics(
            String taskmanagerid, @Nullable String get, HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getTaskManagerStdout(String taskmanagerid, HttpRequest<?> request) {
        return live.pass(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getTaskManagerThreadDump(String taskmanagerid, HttpRequest<?> request) {
        return live.pass(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listTaskManagerLogs(String taskmanagerid, HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listTaskManagers(HttpRequest<?> request) {
        return live.read(request);
    }
}
