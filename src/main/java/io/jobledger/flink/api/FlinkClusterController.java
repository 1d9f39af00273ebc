package io.jobledger.flink.api;

import io.jobledger.flink.contract.ClusterController;
import io.jobledger.flink.wiring.FlinkKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the overview and the settings of the cluster, and shuts the cluster down. */
@Controller
record FlinkClusterController(FlinkKind answers) implements ClusterController {

    @Override
    public CompletionStage<HttpResponse<?>> getClusterOverview(HttpRequest<?> request) {
        return answers.asked(request).overview().get();
    }

    @Override
    public CompletionStage<HttpResponse<?>> getDashboardConfiguration(HttpRequest<?> request) {
        return answers.asked(request).dashboard().get();
    }

    @Override
    public CompletionStage<HttpResponse<?>> shutDownCluster(HttpRequest<?> request) {
        return answers.asked(request).shutdown().shutDown(request);
    }
}
