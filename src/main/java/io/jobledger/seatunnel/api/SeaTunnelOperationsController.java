package io.jobledger.seatunnel.api;

import io.jobledger.http.ApiException;
import io.jobledger.http.WholeBody;
import io.jobledger.seatunnel.contract.OperationsController;
import io.jobledger.seatunnel.live.JobRequests;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** Serves requests that submit and stop jobs, or encrypt their configurations. */
@Controller
record SeaTunnelOperationsController(
        JobRequests requests,
        SeaTunnelAnswers answers,
        @Named(TaskExecutors.BLOCKING) ExecutorService blocking) implements OperationsController {

    @Override
    public CompletionStage<HttpResponse<?>> encryptConfig(HttpRequest<?> request) {
        return WholeBody.of(request)
                .thenApplyAsync(
                        body -> {
                            JobRequests.complete(requests.body(body));
                            return body;
                        },
                        blocking)
                .thenCompose(body -> answers.live(request).post("encrypt-config", body))
                .thenApply(answers::asItIs);
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopJob(HttpRequest<?> request) {
        String from = from(request);
        return answer(request, stop -> answers.operations(request).stop(stop, from));
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopJobs(HttpRequest<?> request) {
        String from = from(request);
        return answer(request, stops -> answers.operations(request).stopAll(stops, from));
    }

    @Override
    public CompletionStage<HttpResponse<?>> submitJob(
            @Nullable String jobId,
            @Nullable String jobName,
            @Nullable Boolean isStartWithSavePoint,
            HttpRequest<?> request) {
        String from = from(request);
        String id = parameter(request, "jobId");
        String name = parameter(request, "jobName");
        // The framework reads every value except true as false.
        String resumed = parameter(request, "isStartWithSavePoint");
        Boolean resume = resumed == null ? null : JobRequests.flag("isStartWithSavePoint", resumed);
        return answer(request, config -> answers.operations(request).submit(config, id, name, resume, from));
    }

    @Override
    public CompletionStage<HttpResponse<?>> submitJobs(HttpRequest<?> request) {
        String from = from(request);
        return answer(request, submissions -> answers.operations(request).submitAll(submissions, from));
    }

    /** Returns a parameter, or null; 400 if it is given twice. */
    @Nullable
    private static String parameter(HttpRequest<?> request, String name) {
        List<String> values = request.getParameters().getAll(name);
        if (values.size() > 1) {
            throw ApiException.badRequest("The parameter " + name + " is given " + values.size() + " times.");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** Returns the client's address. It is read when a request arrives, because it is gone once the client hangs up. */
    @Nullable
    private static String from(HttpRequest<?> request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? null
                : remote.getAddress().getHostAddress();
    }

    private CompletionStage<HttpResponse<?>> answer(
            HttpRequest<?> request, Function<JsonNode, CompletionStage<JsonNode>> operation) {
        return WholeBody.of(request)
                // A configuration may be long, so it is not read on an event loop.
                .thenApplyAsync(requests::body, blocking)
                .thenCompose(operation)
                // The next request for the job then finds the change on record, unless the engine lists it late.
                .thenCompose(answer -> answers.jobs(request).caughtUp().thenApply(recorded -> answer))
                .thenApply(answers::shaped);
    }
}
