package io.jobledger.connect.api;

import io.jobledger.connect.contract.json.PluginsController;
import io.jobledger.connect.live.JsonApi;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the plugins as JSON. */
@Controller("/connect-json")
record JsonPluginsController(ConnectAnswers answers) implements PluginsController {
    @Override
    public CompletionStage<HttpResponse<?>> getPluginConfig(HttpRequest<?> request) {
        return answers.document(answers.json(request).plugins(target("/plugin/config", request)));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listConnectorPlugins(HttpRequest<?> request) {
        return answers.document(answers.json(request).plugins("/plugin/list/connectors"));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listPlugins(HttpRequest<?> request) {
        return answers.document(answers.json(request).plugins("/plugin/list"));
    }

    @Override
    public CompletionStage<HttpResponse<?>> reloadPlugins(HttpRequest<?> request) {
        return answers.document(request, OperationKind.PLUGIN_RELOAD, null, JsonApi::reload);
    }

    @Override
    public CompletionStage<HttpResponse<?>> validatePluginConfig(HttpRequest<?> request) {
        return answers.document(answers.json(request).plugins(target("/plugin/config/validate", request)));
    }

    /** Returns the call with the client's query, which may name the plugin. */
    private static String target(String path, HttpRequest<?> request) {
        String query = request.getUri().getRawQuery();
        return query == null ? path : path + '?' + query;
    }
}
