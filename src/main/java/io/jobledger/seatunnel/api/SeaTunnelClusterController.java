package io.jobledger.seatunnel.api;

import io.jobledger.seatunnel.contract.ClusterController;
import io.jobledger.seatunnel.live.JobRequests;
import io.micronaut.core.annotation.Nullable;
import io.jobledger.seatunnel.wiring.SeaTunnelKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The nodes of the cluster, all the engine's own. */
@Controller
final class SeaTunnelClusterController implements ClusterController {
    private final SeaTunnelKind seatunnel;
    private final JobRequests requests;
    private final SeaTunnelAnswers answers;

    SeaTunnelClusterController(SeaTunnelKind seatunnel, JobRequests requests, SeaTunnelAnswers answers) {
        this.seatunnel = seatunnel;
        this.requests = requests;
        this.answers = answers;
    }

    @Override
    public CompletionStage<HttpResponse<?>> getOverview(@Nullable Map<String, String> tags, HttpRequest<?> request) {
        String query = request.getUri().getRawQuery();
        return seatunnel.asked(request).live().get(query == null ? "overview" : "overview?" + query).thenApply(answers::asItIs);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSystemMonitoringInformation(HttpRequest<?> request) {
        return seatunnel.asked(request).live().get("system-monitoring-information").thenApply(answers::asItIs);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getThreadDump(HttpRequest<?> request) {
        return seatunnel.asked(request).live().get("thread-dump").thenApply(answers::asItIs);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listRunningThreads(HttpRequest<?> request) {
        return seatunnel.asked(request).live().get("running-threads").thenApply(answers::asItIs);
    }

    @Override
    public CompletionStage<HttpResponse<?>> updateTags(HttpRequest<?> request) {
        return SeaTunnelAnswers.body(request)
                .thenCompose(body -> {
                    JobRequests.object(requests.body(body));
                    return seatunnel.asked(request).live().post("update-tags", body);
                })
                .thenApply(answers::asItIs);
    }
}
