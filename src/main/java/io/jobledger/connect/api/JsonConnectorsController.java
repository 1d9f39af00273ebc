package io.jobledger.connect.api;

import io.jobledger.connect.contract.json.ConnectorsController;
import io.jobledger.http.WholeBody;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/** Serves connectors as JSON. */
@Controller("/connect-json")
record JsonConnectorsController(ConnectAnswers answers) implements ConnectorsController {
    @Override
    public CompletionStage<HttpResponse<?>> createConnector(
            String connectorName, @Nullable String config, HttpRequest<?> request) {
        return answers.document(answers.json(request).create(connectorName, bytes(ConnectAnswers.config(request))));
    }

    @Override
    public CompletionStage<HttpResponse<?>> deleteConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(answers.json(request).delete(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> getConnectorConfig(String connectorName, HttpRequest<?> request) {
        return answers.document(answers.json(request).config(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> getConnectorStatus(String connectorName, HttpRequest<?> request) {
        return answers.document(answers.json(request).status(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listConnectors(HttpRequest<?> request) {
        return answers.document(answers.json(request).list());
    }

    @Override
    public CompletionStage<HttpResponse<?>> pauseAllConnectors(HttpRequest<?> request) {
        return answers.document(answers.json(request).pauseAll());
    }

    @Override
    public CompletionStage<HttpResponse<?>> pauseConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(answers.json(request).pause(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> postConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(WholeBody.of(request)
                .thenCompose(config -> answers.json(request).create(connectorName, config)));
    }

    @Override
    public CompletionStage<HttpResponse<?>> restartConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(answers.json(request).restart(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> resumeAllConnectors(HttpRequest<?> request) {
        return answers.document(answers.json(request).resumeAll());
    }

    @Override
    public CompletionStage<HttpResponse<?>> resumeConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(answers.json(request).resume(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopAllConnectors(HttpRequest<?> request) {
        return answers.document(answers.json(request).stopAll());
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(answers.json(request).stop(connectorName));
    }

    @Nullable
    private static byte[] bytes(@Nullable String config) {
        return config == null ? null : config.getBytes(StandardCharsets.UTF_8);
    }
}
