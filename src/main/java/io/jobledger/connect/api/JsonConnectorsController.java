package io.jobledger.connect.api;

import io.jobledger.connect.contract.json.ConnectorsController;
import io.jobledger.connect.live.JsonApi;
import io.jobledger.http.WholeBody;
import io.jobledger.ledger.operations.OperationKind;
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
        return create(connectorName, bytes(ConnectAnswers.config(request)), request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> deleteConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(request, OperationKind.STOP, connectorName, api -> api.delete(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> getConnectorConfig(String connectorName, HttpRequest<?> request) {
        return answers.document(request, api -> api.config(connectorName), past -> past.info(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> getConnectorStatus(String connectorName, HttpRequest<?> request) {
        return answers.document(request, api -> api.status(connectorName), past -> past.status(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listConnectors(HttpRequest<?> request) {
        return answers.document(answers.json(request).list());
    }

    @Override
    public CompletionStage<HttpResponse<?>> pauseAllConnectors(HttpRequest<?> request) {
        return answers.document(request, OperationKind.PAUSE, null, JsonApi::pauseAll);
    }

    @Override
    public CompletionStage<HttpResponse<?>> pauseConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(request, OperationKind.PAUSE, connectorName, api -> api.pause(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> postConnector(String connectorName, HttpRequest<?> request) {
        return WholeBody.of(request).thenCompose(config -> create(connectorName, config, request));
    }

    @Override
    public CompletionStage<HttpResponse<?>> restartConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(request, OperationKind.RESTART, connectorName, api -> api.restart(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> resumeAllConnectors(HttpRequest<?> request) {
        return answers.document(request, OperationKind.RESUME, null, JsonApi::resumeAll);
    }

    @Override
    public CompletionStage<HttpResponse<?>> resumeConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(request, OperationKind.RESUME, connectorName, api -> api.resume(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopAllConnectors(HttpRequest<?> request) {
        return answers.document(request, OperationKind.STOP, null, JsonApi::stopAll);
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopConnector(String connectorName, HttpRequest<?> request) {
        return answers.document(request, OperationKind.STOP, connectorName, api -> api.stop(connectorName));
    }

    private CompletionStage<HttpResponse<?>> create(
            String connectorName, @Nullable byte[] config, HttpRequest<?> request) {
        return answers.document(
                request, OperationKind.SUBMIT, connectorName, null, config, api -> api.create(connectorName, config));
    }

    @Nullable
    private static byte[] bytes(@Nullable String config) {
        return config == null ? null : config.getBytes(StandardCharsets.UTF_8);
    }
}
