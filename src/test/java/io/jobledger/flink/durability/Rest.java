package io.jobledger.flink.durability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobledger.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Asks one server of Flink's REST API, be it the engine or the service in front of it. */
final class Rest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 8;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;

    Rest(URI base) {
        this.base = base;
    }

    static Rest of(ServiceProcess service) {
        return new Rest(service.url());
    }

    /** An answer; {@code retryAfter} is the header of that name, if there is one. */
    record Answer(int status, String body, Optional<String> retryAfter) {
        JsonNode json() {
            return parse(body);
        }

        /**
         * What must be the same, whoever answers: all of a document but {@code now}; of an error its first line, for the
         * stack frames below depend on which thread was quicker.
         */
        Object essence() {
            JsonNode json = json();
            if (status >= 400) {
                return status + " " + json.path("errors").path(0).asText().split("\n", 2)[0];
            }
            if (json instanceof ObjectNode object) {
                object.remove("now");
            }
            return json;
        }
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + text, e);
        }
    }

    Answer get(String target) {
        return send(request(target)).join();
    }

    /** Asks without waiting for the answer. */
    CompletableFuture<Answer> ask(String target) {
        return send(request(target));
    }

    void awaitServing() {
        Waiting.until("the service serves", () -> get("/jobs").status() == 200);
    }

    Answer send(String method, String target, String json) {
        return send(request(target)
                        .header("Content-Type", "application/json")
                        .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json)))
                .join();
    }

    /** Asks for all of them, several at a time. */
    Map<String, Answer> getAll(Collection<String> targets) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(targets);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            List<CompletableFuture<Answer>> calls =
                    some.stream().map(target -> send(request(target))).toList();
            for (int i = 0; i < some.size(); i++) {
                answers.put(some.get(i), calls.get(i).join());
            }
        }
        return answers;
    }

    /** Uploads a jar and returns its id. */
    String upload(Path jar) {
        String boundary = UUID.randomUUID().toString();
        try {
            Answer answer = send(request("/jars/upload")
                            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                            .POST(BodyPublishers.concat(
                                    BodyPublishers.ofString("--" + boundary
                                            + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                                            + jar.getFileName()
                                            + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n"),
                                    BodyPublishers.ofByteArray(Files.readAllBytes(jar)),
                                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"))))
                    .join();
            String file = answer.json().path("filename").asText();
            return file.substring(file.lastIndexOf('/') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the probe job and returns its id. */
    String run(String jarId, String kind) {
        Answer answer = send(
                "POST",
                "/jars/" + jarId + "/run",
                "{\"programArgsList\":[\"--kind\",\"" + kind + "\"],\"parallelism\":2}");
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.json().path("jobid").asText();
    }

    /** Triggers a savepoint, waits for its end as a client does, and returns its trigger id. */
    String savepoint(String jobId) {
        String trigger = send("POST", "/jobs/" + jobId + "/savepoints", "{}")
                .json()
                .path("request-id")
                .asText();
        Waiting.until(
                "savepoint " + trigger,
                () -> get("/jobs/" + jobId + "/savepoints/" + trigger)
                        .json()
                        .at("/status/id")
                        .asText()
                        .equals("COMPLETED"));
        return trigger;
    }

    String state(String jobId) {
        return get("/jobs/" + jobId).json().path("state").asText();
    }

    void awaitState(String jobId, String state) {
        Waiting.until("job " + jobId + " is " + state, () -> state(jobId).equals(state));
    }

    /** Until all tasks run: sooner the job takes no savepoint. */
    void awaitTasks(String jobId) {
        Waiting.until("the tasks of " + jobId + " run", () -> {
            JsonNode vertices = get("/jobs/" + jobId).json().path("vertices");
            boolean all = !vertices.isEmpty();
            for (JsonNode vertex : vertices) {
                all &= vertex.at("/tasks/RUNNING").equals(vertex.path("parallelism"));
            }
            return all;
        });
    }

    void awaitCheckpoints(String jobId, int completed) {
        Waiting.until(
                completed + " checkpoints of " + jobId,
                () -> get("/jobs/" + jobId + "/checkpoints")
                                .json()
                                .at("/counts/completed")
                                .asInt()
                        >= completed);
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(base.toString().replaceFirst("/$", "") + target))
                .timeout(Duration.ofSeconds(90));
    }

    private static CompletableFuture<Answer> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Rest::answer);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(), response.body(), response.headers().firstValue("Retry-After"));
    }
}
