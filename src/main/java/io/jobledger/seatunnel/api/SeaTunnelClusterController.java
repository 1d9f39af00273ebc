package io.jobledger.seatunnel.api;

import io.jobledger.http.WholeBody;
import io.jobledger.seatunnel.contract.ClusterController;
import io.jobledger.seatunnel.live.JobRequests;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Serves the nodes of the cluster, all answered by the engine. */
@Controller
record SeaTunnelClusterController(JobRequests requests, SeaTunnelAnswers answers) implements ClusterController {

    @Override
    public CompletionStage<HttpResponse<?>> getOverview(@Nullable Map<String, String> tags, HttpRequest<?> request) {
        String query = request.getUri().getRawQuery();
        return answers.live(request)
                .get(query == null ? "overview" : "overview?" + query)
                .thenApply(answers::asItIs);
    }

    @Override
    public CompletionStage<HttpResponse<?>> updateTags(HttpRequest<?> request) {
        return WholeBody.of(request)
                .thenCompose(body -> {
                    JobRequests.object(requests.body(body));
                    return answers.live(request).post("update-tags", body);
                })
                .thenApply(answers::asItIs);
    }
}
