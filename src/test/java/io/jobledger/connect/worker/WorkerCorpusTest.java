package io.jobledger.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the embedded worker's answers to those recorded from the real runtime of 2024. */
class WorkerCorpusTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CORPUS = Path.of("src/test/resources/corpus/rocketmq-connect-2024-standalone");

    /**
     * Answers that differ on purpose: the connectors' classes are built in, so their places differ. The worker
     * answers a stop only after the task has ended. It lists tasks in the order in which their connectors were created.
     */
    private static final Set<String> DIFFERENT = Set.of("create-badclass", "after-tasks", "running-alloc-tasks");

    @Test
    void theWorkerAnswersAsTheRealRuntime(@TempDir Path home) throws Exception {
        try (WorkerProcess worker = new WorkerProcess(home)) {
            for (JsonNode call : JSON.readTree(CORPUS.resolve("manifest.json").toFile())) {
                String recorded =
                        Files.readString(CORPUS.resolve(call.get("body_file").asText()));
                if (DIFFERENT.contains(call.get("label").asText())) {
                    send(worker, call, home);
                } else if (call.get("contentType").asText().startsWith("text/")) {
                    HttpResponse<String> answer = send(worker, call, home);
                    assertThat(answer.statusCode()).isEqualTo(call.get("status").asInt());
                    assertThat(answer.body()).isEqualTo(recorded);
                } else if (call.get("label")
                        .asText()
                        .matches("create-(source-get|sink-post|changed)|stop|stop-all|pause|resume")) {
                    compare(call, send(worker, call, home), recorded, home);
                } else {
                    // The recording waited until a task was in the state.
                    await().untilAsserted(() -> compare(call, send(worker, call, home), recorded, home));
                }
            }
        }
    }

    private static HttpResponse<String> send(WorkerProcess worker, JsonNode call, Path home) throws Exception {
        String body = call.path("requestBody").asText(null);
        return worker.send(
                call.get("method").asText(),
                here(call.get("path").asText(), home),
                body == null ? null : here(body, home));
    }

    private static void compare(JsonNode call, HttpResponse<String> answer, String recorded, Path home)
            throws Exception {
        assertThat(answer.statusCode()).isEqualTo(call.get("status").asInt());
        assertThat(JSON.readTree(answer.body()))
                .as(call.get("label").asText())
                .isEqualTo(JSON.readTree(here(recorded, home)));
    }

    private static String here(String text, Path home) {
        return text.replace("/opt/connect", home.toString());
    }
}
