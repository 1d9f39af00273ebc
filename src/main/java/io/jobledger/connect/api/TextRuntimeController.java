package io.jobledger.connect.api;

import io.jobledger.connect.contract.text.RuntimeController;
import io.jobledger.connect.live.TextApi;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the workers and what they have, in the words of 2019. */
@Controller
record TextRuntimeController(ConnectAnswers answers) implements RuntimeController {
    @Override
    public CompletionStage<HttpResponse<?>> getAllocatedInfo(HttpRequest<?> request) {
        return answers.words(answers.text(request).allocatedInfo());
    }

    @Override
    public CompletionStage<HttpResponse<?>> getClusterInfo(HttpRequest<?> request) {
        return answers.words(answers.text(request).clusterInfo());
    }

    @Override
    public CompletionStage<HttpResponse<?>> getConfigInfo(HttpRequest<?> request) {
        return answers.words(answers.text(request).configInfo());
    }

    @Override
    public CompletionStage<HttpResponse<?>> reloadPlugins(HttpRequest<?> request) {
        return answers.words(request, OperationKind.PLUGIN_RELOAD, null, null, TextApi::reload);
    }
}
