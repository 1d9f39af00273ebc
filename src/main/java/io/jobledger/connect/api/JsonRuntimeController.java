package io.jobledger.connect.api;

import io.jobledger.connect.contract.json.RuntimeController;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the workers and what they have, as JSON. */
@Controller("/connect-json")
record JsonRuntimeController(ConnectAnswers answers) implements RuntimeController {
    @Override
    public CompletionStage<HttpResponse<?>> getClusterInfo(HttpRequest<?> request) {
        return answers.document(answers.json(request).cluster());
    }

    @Override
    public CompletionStage<HttpResponse<?>> listAllocatedConnectors(HttpRequest<?> request) {
        return answers.document(answers.json(request).allocatedConnectors());
    }

    @Override
    public CompletionStage<HttpResponse<?>> listAllocatedTasks(HttpRequest<?> request) {
        return answers.document(answers.json(request).allocatedTasks());
    }
}
