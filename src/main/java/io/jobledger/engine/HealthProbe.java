package io.jobledger.engine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks an engine whether it is well. */
public final class HealthProbe {

    private final HttpClient client;
    private final HttpRequest request;
    private final HealthQuestion question;

    public HealthProbe(HttpClient client, URI baseUrl, HealthQuestion question, Duration timeout) {
        this.client = client;
        this.question = question;
        this.request = HttpRequest.newBuilder(URI.create(baseUrl + question.path()))
                .timeout(timeout)
                .GET()
                .build();
    }

    /** Returns the engine's version; empty if it is not well or does not answer. */
    public Optional<String> ask() throws InterruptedException {
        try {
            return version(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the engine's version; empty if it is not well. Completes exceptionally if it does not answer. */
    CompletableFuture<Optional<String>> askAsync() {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::version);
    }

    private Optional<String> version(HttpResponse<String> response) {
        return response.statusCode() == 200 ? question.version().apply(response.body()) : Optional.empty();
    }
}
