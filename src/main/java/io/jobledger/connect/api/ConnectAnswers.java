package io.jobledger.connect.api;

import io.jobledger.connect.dialect.ConnectWords;
import io.jobledger.connect.live.JsonAnswer;
import io.jobledger.connect.live.JsonApi;
import io.jobledger.connect.live.TextApi;
import io.jobledger.connect.wiring.ConnectKind;
import io.jobledger.http.ApiErrors;
import io.jobledger.http.ApiException;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Gives the answers of both APIs their HTTP. */
@Singleton
final class ConnectAnswers {
    /** The content type that the runtime of 2019 gives its text. */
    static final MediaType TEXT = MediaType.of("text/plain;charset=utf-8");

    private static final String KNOB = "jobledger.connect.words";

    private final ConnectKind clusters;
    private final boolean documented;

    /** @param words {@code jobledger.connect.words}: {@code runtime}, or {@code documented} for those of the document */
    ConnectAnswers(ConnectKind clusters, @Property(name = KNOB) String words) {
        if (!List.of("runtime", "documented").contains(words)) {
            throw new IllegalArgumentException(KNOB + " must be runtime or documented, but is \"" + words + '"');
        }
        this.clusters = clusters;
        this.documented = words.equals("documented");
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
