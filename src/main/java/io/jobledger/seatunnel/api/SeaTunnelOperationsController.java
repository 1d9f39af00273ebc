package io.jobledger.seatunnel.api;

import io.jobledger.seatunnel.contract.OperationsController;
import io.jobledger.seatunnel.live.JobOperations;
import io.jobledger.seatunnel.live.JobRequests;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.json.tree.JsonNode;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What clients do with jobs and their configurations. */
@Controller
final class SeaTunnelOperationsController implements OperationsController {
    private final SeaTunnelLive live;
    private final JobOperations operations;
    private final JobRequests requests;
    private final SeaTunnelAnswers answers;

    SeaTunnelOperationsController(
            SeaTunnelLive live, JobOperations operations, JobRequests requests, SeaTunnelAnswers answers) {
        this.live = live;
        this.operations = operations;
        this.requests = requests;
        this.answers = answers;
    }

    @Override
    public CompletionStage<HttpResponse<?>> encryptConfig(HttpRequest<?> request) {
        return SeaTunnelAnswers.body(request)
                .thenCompose(body -> {
                    JobRequests.complete(requests.body(body));
                    return live.post("encrypt-config", body);
                })
                .thenApply(answers::asItIs);
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopJob(HttpRequest<?> request) {
        return answer(request, operations::stop);
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopJobs(HttpRequest<?> request) {
        return answer(request, operations::stopAll);
    }

    @Override
    public CompletionStage<HttpResponse<?>> submitJob(
            @Nullable String jobId,
            @Nullable String jobName,
            @Nullable Boolean isStartWithSavePoint,
            HttpRequest<?> request) {
        boolean resumed = Boolean.TRUE.equals(isStartWithSavePoint);
        return answer(request, config -> operations.submit(config, jobId, jobName, resumed));
    }

    @Override
    public CompletionStage<HttpResponse<?>> submitJobs(HttpRequest<?> request) {
        return answer(request, operations::submitAll);
    }

    private CompletionStage<HttpResponse<?>> answer(
            HttpRequest<?> request, Function<JsonNode, CompletionStage<JsonNode>> operation) {
        return SeaTunnelAnswers.body(request)
                .thenApply(requests::body)
                .thenCompose(operation)
                .thenApply(answers::shaped);
    }
}
