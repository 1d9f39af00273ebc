package io.jobledger.seatunnel.api;

import io.jobledger.seatunnel.contract.JobsController;
import io.jobledger.seatunnel.live.JobRequests;
import io.jobledger.seatunnel.wiring.SeaTunnelKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.json.tree.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Jobs that run and jobs that have ended. */
@Controller
final class SeaTunnelJobsController implements JobsController {
    private final SeaTunnelKind seatunnel;
    private static final Pattern STATE = Pattern.compile("\\w+");

    private final SeaTunnelAnswers answers;

    SeaTunnelJobsController(SeaTunnelKind seatunnel, SeaTunnelAnswers answers) {
        this.seatunnel = seatunnel;
        this.answers = answers;
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobInfo(String jobId, HttpRequest<?> request) {
        return seatunnel.asked(request).jobs().info(JobRequests.jobId(jobId)).thenApply(answers::shaped);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getRunningJob(String jobId, HttpRequest<?> request) {
        return getJobInfo(jobId, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listFinishedJobs(HttpRequest<?> request) {
        return seatunnel.asked(request).jobs().ended(null).thenApply(answers::shaped);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listFinishedJobsByState(String state, HttpRequest<?> request) {
        return STATE.matcher(state).matches()
                ? seatunnel.asked(request).jobs().ended(state.toUpperCase(Locale.ROOT)).thenApply(answers::shaped)
                : CompletableFuture.completedStage(answers.asItIs(JsonNode.createArrayNode(List.of())));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listRunningJobs(HttpRequest<?> request) {
        return seatunnel.asked(request).jobs().running().thenApply(answers::shaped);
    }
}
