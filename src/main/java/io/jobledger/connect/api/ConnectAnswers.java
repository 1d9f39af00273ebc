package io.jobledger.connect.api;

import io.jobledger.connect.dialect.ConfigKeys;
import io.jobledger.connect.dialect.ConnectWords;
import io.jobledger.connect.dialect.ConnectorNames;
import io.jobledger.connect.live.JsonAnswer;
import io.jobledger.connect.live.JsonApi;
import io.jobledger.connect.live.TextApi;
import io.jobledger.connect.operation.ConnectChange;
import io.jobledger.connect.operation.ConnectOperations;
import io.jobledger.connect.recorded.RecordedConnectors;
import io.jobledger.connect.wiring.ConnectKind;
import io.jobledger.connect.wiring.ConnectParts;
import io.jobledger.http.ApiErrors;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Gives the answers of both APIs their HTTP. */
@Singleton
final class ConnectAnswers {
    /** The content type that the runtime of 2019 gives its text. */
    static final MediaType TEXT = MediaType.of("text/plain;charset=utf-8");

    private static final String KNOB = "jobledger.connect.words";

    private final ConnectKind clusters;
    private final Json json;
    private final boolean documented;

    /** @param words {@code jobledger.connect.words}: {@code runtime}, or {@code documented} for those of the document */
    ConnectAnswers(ConnectKind clusters, Json json, @Property(name = KNOB) String words) {
        if (!List.of("runtime", "documented").contains(words)) {
            throw new IllegalArgumentException(KNOB + " must be runtime or documented, but is \"" + words + '"');
        }
        this.clusters = clusters;
        this.json = json;
        this.documented = words.equals("documented");
    }

    /** Returns the address of the client, which is gone once that hangs up. */
    @Nullable
    private static String from(HttpRequest<?> request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? null
                : remote.getAddress().getHostAddress();
    }

    /** Makes a change in the words of 2019. */
    CompletionStage<HttpResponse<?>> words(
            HttpRequest<?> request,
            OperationKind kind,
            @Nullable String connector,
            @Nullable String config,
            Function<TextApi, CompletionStage<String>> call) {
        ConnectParts parts = clusters.asked(request);
        byte[] bytes = config == null ? null : config.getBytes(StandardCharsets.UTF_8);
        return words(parts.operations()
                .ask(
                        new ConnectChange(kind, connector, null, config(connector, bytes), from(request)),
                        () -> call.apply(parts.live().text()),
                        words -> new ConnectOperations.Outcome(
                                words.equals(ConnectWords.SUCCESS), HttpStatus.OK.getCode(), words)));
    }

    /** Makes a change as JSON. */
    CompletionStage<HttpResponse<?>> document(
            HttpRequest<?> request,
            OperationKind kind,
            @Nullable String connector,
            Function<JsonApi, CompletionStage<JsonAnswer>> call) {
        return document(request, kind, connector, null, null, call);
    }

    /** Makes a change as JSON, of one task or with a config. */
    CompletionStage<HttpResponse<?>> document(
            HttpRequest<?> request,
            OperationKind kind,
            @Nullable String connector,
            @Nullable Integer task,
            @Nullable byte[] config,
            Function<JsonApi, CompletionStage<JsonAnswer>> call) {
        ConnectParts parts = clusters.asked(request);
        return document(parts.operations()
                .ask(
                        new ConnectChange(kind, connector, task, config(connector, config), from(request)),
                        () -> call.apply(parts.live().json()),
                        answer -> new ConnectOperations.Outcome(
                                answer.status() == HttpStatus.OK,
                                answer.status().getCode(),
                                new String(answer.body(), StandardCharsets.UTF_8))));
    }

    /** Answers about one connector: as the workers do, or as the ledger does. */
    CompletionStage<HttpResponse<?>> document(
            HttpRequest<?> request,
            Function<JsonApi, CompletionStage<JsonAnswer>> live,
            Function<RecordedConnectors, Optional<JsonNode>> past) {
        ConnectParts parts = clusters.asked(request);
        return document(parts.answers().either(() -> live.apply(parts.live().json()), past));
    }

    /** Returns a config that can be wanted; null for none. */
    @Nullable
    private Map<String, String> config(@Nullable String connector, @Nullable byte[] config) {
        return connector == null || config == null || ConnectorNames.fault(connector) != null
                ? null
                : ConfigKeys.read(json, config);
    }

    TextApi text(HttpRequest<?> request) {
        return clusters.asked(request).live().text();
    }

    JsonApi json(HttpRequest<?> request) {
        return clusters.asked(request).live().json();
    }

    /** Returns words with 200, as the runtime of 2019 does whatever they say. */
    CompletionStage<HttpResponse<?>> words(CompletionStage<String> answer) {
        return answer.thenApply(words -> HttpResponse.ok(
                        (documented ? ConnectWords.documented(words) : words).getBytes(StandardCharsets.UTF_8))
                .contentType(TEXT));
    }

    CompletionStage<HttpResponse<?>> document(CompletionStage<JsonAnswer> answer) {
        return answer.thenApply(document ->
                HttpResponse.status(document.status()).body(document.body()).contentType(ApiErrors.JSON));
    }

    /** Returns the config of a request, null if it has none; 400 if it has several. */
    @Nullable
    static String config(HttpRequest<?> request) {
        List<String> configs = request.getParameters().getAll("config");
        if (configs.size() > 1) {
            throw ApiException.badRequest("The parameter config is given " + configs.size() + " times.");
        }
        return configs.isEmpty() ? null : configs.get(0);
    }
}
