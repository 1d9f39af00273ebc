package io.jobledger.flink.api;

import io.jobledger.flink.contract.ClusterController;
import io.jobledger.flink.live.ClusterOverview;
import io.jobledger.flink.live.DashboardConfiguration;
import io.jobledger.flink.operation.ClusterShutdown;
import io.jobledger.flink.recorded.JobDocuments;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the cluster as a whole. */
@Controller
record FlinkClusterController(
        JobDocuments answers, ClusterOverview overview, DashboardConfiguration configuration, ClusterShutdown shutdown)
        implements ClusterController {

    @Override
    public CompletionStage<HttpResponse<?>> getClusterOverview(HttpRequest<?> request) {
        return overview.get();
    }

    @Override
    public CompletionStage<HttpResponse<?>> getDashboardConfiguration(HttpRequest<?> request) {
        return configuration.get();
    }

    @Override
    public CompletionStage<HttpResponse<?>> shutDownCluster(HttpRequest<?> request) {
        return shutdown.shutDown(request);
    }
}
