package io.jobledger.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Imports, as clients ask for them. */
final class Imports {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Service service;

    Imports(Service service) {
        this.service = service;
    }

    /** How far an import is. */
    record State(String state, long seen, long taken, long skipped, long quarantined) {
        boolean isRunning() {
            return state.equals("RUNNING");
        }
    }

    String begin(Path directory) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.post("/history/imports", "{\"directory\":\"" + directory + "\"}");
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(
                    "An import was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asText();
    }

    State state(String id) throws IOException, InterruptedException {
        JsonNode found = get("/history/imports/" + id);
        return new State(
                found.path("state").asText(),
                found.path("seen").asLong(),
                found.path("taken").asLong(),
                found.path("skipped").asLong(),
                found.path("quarantined").asLong());
    }

    State awaitEnd(String id) throws IOException, InterruptedException {
        if (!Service.comes(() -> !state(id).isRunning(), PATIENCE)) {
            throw new IllegalStateException("The import " + id + " does not end: " + state(id));
        }
        State end = state(id);
        if (!end.state().equals("COMPLETED")) {
            throw new IllegalStateException("The import " + id + " is " + end);
        }
        return end;
    }

    /** Reasons by file. */
    Map<String, String> quarantined(String id) throws IOException, InterruptedException {
        Map<String, String> reasons = new HashMap<>();
        String cursor = "";
        do {
            JsonNode page = get("/history/imports/" + id + "/quarantine?limit=1000" + cursor);
            page.path("files")
                    .forEach(file -> reasons.put(
                            file.path("file").asText(), file.path("reason").asText()));
            cursor =
                    page.hasNonNull("cursor") ? "&cursor=" + page.path("cursor").asText() : "";
        } while (!cursor.isEmpty());
        return reasons;
    }

    private JsonNode get(String target) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.get(target);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(target + " was " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
