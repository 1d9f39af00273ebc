package io.jobledger.engine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks an engine whether it is well. */
public final class HealthProbe {

    private final HttpClient client;
    private final HttpRequest request;
    private final Function<String, Optional<String>> health;

    /** @param health the engine's version if the body of a 200 says that it is well, else empty */
    public HealthProbe(HttpClient client, URI probe, Function<String, Optional<String>> health, Duration timeout) {
        this.client = client;
        this.health = health;
        this.request = HttpRequest.newBuilder(probe).timeout(timeout).GET().build();
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
        return response.statusCode() == 200 ? health.apply(response.body()) : Optional.empty();
    }
}
