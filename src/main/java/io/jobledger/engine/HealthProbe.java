package io.jobledger.engine;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks an engine whether it is well. */
final class HealthProbe {

    private final HttpClient client;
    private final HttpRequest request;
    private final EngineLaunch launch;

    HealthProbe(HttpClient client, EngineLaunch launch, Duration timeout) {
        this.client = client;
        this.launch = launch;
        this.request =
                HttpRequest.newBuilder(launch.probe()).timeout(timeout).GET().build();
    }

    /** The engine's version; empty if it is not well or does not answer. */
    Optional<String> ask() throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? launch.health().apply(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
