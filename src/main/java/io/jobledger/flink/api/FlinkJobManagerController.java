package io.jobledger.flink.api;

import io.jobledger.flink.contract.JobManagerController;
import io.jobledger.flink.live.FlinkLive;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** The JobManager: its settings, logs and metrics, all the engine's own. */
@Controller
final class FlinkJobManagerController implements JobManagerController {
    private final FlinkLive live;

    FlinkJobManagerController(FlinkLive live) {
        this.live = live;
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerConfig(HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerEnvironment(HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerLog(HttpRequest<?> request) {
        return live.pass(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerLogFile(String filename, HttpRequest<?> request) {
        return live.pass(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerMetrics(@Nullable String get, HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerStdout(HttpRequest<?> request) {
        return live.pass(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobManagerThreadDump(HttpRequest<?> request) {
        return live.pass(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listJobManagerLogs(HttpRequest<?> request) {
        return live.read(request);
    }
}
