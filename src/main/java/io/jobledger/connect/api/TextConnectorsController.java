package io.jobledger.connect.api;

import io.jobledger.connect.contract.text.ConnectorsController;
import io.jobledger.connect.live.TextApi;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves connectors in the words of 2019. */
@Controller
record TextConnectorsController(ConnectAnswers answers) implements ConnectorsController {
    @Override
    public CompletionStage<HttpResponse<?>> createConnector(
            String connectorName, @Nullable String config, HttpRequest<?> request) {
        return answers.words(
                request,
                OperationKind.SUBMIT,
                connectorName,
                ConnectAnswers.config(request),
                api -> api.create(connectorName, ConnectAnswers.config(request)));
    }

    @Override
    public CompletionStage<HttpResponse<?>> getConnectorConfig(String connectorName, HttpRequest<?> request) {
        return answers.words(answers.text(request).config(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> getConnectorStatus(String connectorName, HttpRequest<?> request) {
        return answers.words(answers.text(request).status(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopAllConnectors(HttpRequest<?> request) {
        return answers.words(request, OperationKind.STOP, null, null, TextApi::stopAll);
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopConnector(String connectorName, HttpRequest<?> request) {
        return answers.words(request, OperationKind.STOP, connectorName, null, api -> api.stop(connectorName));
    }
}
