package io.jobledger.seatunnel.api;

import io.jobledger.seatunnel.contract.JobsController;
import io.jobledger.seatunnel.live.JobRequests;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.json.tree.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Jobs that run and jobs that have ended, as far as the engine knows them. */
@Controller
final class SeaTunnelJobsController implements JobsController {
    private static final Pattern STATE = Pattern.compile("\\w+");

    private final SeaTunnelLive live;
    private final SeaTunnelAnswers answers;

    SeaTunnelJobsController(SeaTunnelLive live, SeaTunnelAnswers answers) {
        this.live = live;
        this.answers = answers;
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobInfo(String jobId, HttpRequest<?> request) {
        return live.get("job-info/" + JobRequests.jobId(jobId)).thenApply(answers::shaped);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getRunningJob(String jobId, HttpRequest<?> request) {
        return getJobInfo(jobId, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listFinishedJobs(HttpRequest<?> request) {
        return live.get("finished-jobs").thenApply(answers::shaped);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listFinishedJobsByState(String state, HttpRequest<?> request) {
        return STATE.matcher(state).matches()
                ? live.get("finished-jobs/" + state).thenApply(answers::shaped)
                : CompletableFuture.completedStage(answers.asItIs(JsonNode.createArrayNode(List.of())));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listRunningJobs(HttpRequest<?> request) {
        return live.get("running-jobs").thenApply(answers::shaped);
    }
}
