package io.jobledger.seatunnel.api;

import io.jobledger.seatunnel.contract.JobsController;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.json.tree.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Serves jobs that run and jobs that have ended. */
@Controller
record SeaTunnelJobsController(SeaTunnelAnswers answers) implements JobsController {
    private static final Pattern STATE = Pattern.compile("\\w+");

    @Override
    public CompletionStage<HttpResponse<?>> listFinishedJobs(HttpRequest<?> request) {
        return answers.jobs(request).ended(null).thenApply(answers::shaped);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listFinishedJobsByState(String state, HttpRequest<?> request) {
        return STATE.matcher(state).matches()
                ? answers.jobs(request).ended(state.toUpperCase(Locale.ROOT)).thenApply(answers::shaped)
                : CompletableFuture.completedStage(answers.asItIs(JsonNode.createArrayNode(List.of())));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listRunningJobs(HttpRequest<?> request) {
        return answers.jobs(request).running().thenApply(answers::shaped);
    }
}
