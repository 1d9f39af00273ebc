package io.jobledger.connect.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.connect.contract.ConnectCorpus;
import io.jobledger.connect.contract.ConnectCorpus.Answer;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service in front of workers that answer as the recorded ones did. */
class ReplayTest {

    /**
     * Differ on purpose: errors at paths of no contract, a default that the document's example needs, what the ledger
     * knows of a connector after its stop.
     */
    private static final Set<String> DIFFERENT = Set.of(
            "create-doc-example",
            "unknown-path",
            "case",
            "notfound",
            "unknown-getConfigInfo",
            "unknown-getAllocatedInfo",
            "stopped-config",
            "after-tasks");

    @TempDir
    private Path dataDir;

    @Test
    void aTextWorkersAnswersAreItsOwn() {
        try (CorpusWorker worker = new CorpusWorker(ConnectCorpus.TEXT);
                TestService service = start(Map.of(), worker)) {
            List<String> wrong = replay(service, worker, ConnectCorpus.TEXT, "");
            assertThat(wrong).isEmpty();

            // What is not told is unknown, and nothing more is claimed.
            worker.at("running-getAllocatedInfo");
            assertThat(get(service, "/connect-json/connectors/src/status").body())
                    .isEqualTo(
                            "{\"status\":200,\"body\":{\"name\":\"src\",\"connector\":{\"state\":\"RUNNING\",\"trace\":null,"
                                    + "\"workerId\":\"127.0.0.1@8466\"},\"tasks\":[{\"state\":\"UNKNOWN\",\"trace\":null,"
                                    + "\"workerId\":\"127.0.0.1@8466\",\"id\":0}],\"type\":\"SOURCE\"}}");
            assertThat(get(service, "/connect-json/connectors/src/config").body())
                    .contains("\"connector.class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\"")
                    .contains("\"connect.topicname\":\"fileTopic\"")
                    .doesNotContain("connector-class", "update-timestamp", "source-record-converter");
            assertThat(get(service, "/connect-json/connectors/list").body()).contains("\"src\"", "\"sink\"");
            for (String path : List.of(
                    "allocated/connectors",
                    "allocated/tasks",
                    "connectors/src/tasks",
                    "connectors/src/tasks/0/status")) {
                assertValid(service, path);
            }
            assertThat(get(service, "/connect-json/connectors/nope/status").statusCode())
                    .isEqualTo(404);
            assertThat(get(service, "/connect-json/plugin/list").statusCode()).isEqualTo(400);

            // Pause stops and keeps the config; resume makes it again. A create speaks the worker's keys.
            worker.changes().clear();
            assertThat(get(service, "/connect-json/connectors/src/pause").body())
                    .isEqualTo("{\"status\":200,\"body\":\"Connector [src] paused successfully\"}");
            worker.at("stopped-getAllocatedInfo");
            assertThat(get(service, "/connect-json/connectors/src/status").body())
                    .contains("\"PAUSED\"");
            worker.at("recreate-same-after-stop");
            assertThat(get(service, "/connect-json/connectors/src/resume").body())
                    .contains("resumed successfully");
            assertThat(worker.changes()).hasSize(2);
            assertThat(worker.changes().get(1))
                    .startsWith("GET /connectors/src?config=")
                    .contains("\"connector-class\"")
                    .doesNotContain("update-timestamp");

            // A plain look never changes anything, and equal changes are each sent.
            worker.changes().clear();
            assertThat(head(service, "/connectors/src/stop").statusCode()).isNotEqualTo(200);
            assertThat(head(service, "/connect-json/connectors/src/stop").statusCode())
                    .isNotEqualTo(200);
            assertThat(head(service, "/connectors/src/status").statusCode()).isEqualTo(200);
            assertThat(worker.changes()).isEmpty();
        }
    }

    @Test
    void aJsonWorkersAnswersAreItsOwn() {
        try (CorpusWorker worker = new CorpusWorker(ConnectCorpus.JSON);
                TestService service = start(Map.of("jobledger.connect.words", "documented"), worker)) {
            List<String> wrong = replay(service, worker, ConnectCorpus.JSON, "/connect-json");
            assertThat(wrong).isEmpty();
            assertThat(get(service, "/history/jobs?engine=connect&runs=all&name=src")
                            .body())
                    .as("a remote worker's connector is a job, and its stop the end of it")
                    .contains("\"jobId\":\"src\"", "\"closure\":\"SEALED\"", "DESTROYED");

            worker.at("sink-tasks_0_status");
            assertThat(get(service, "/connectors/src/status").body()).isEqualTo("runing");
            assertThat(get(service, "/connectors/nope/status").body()).isEqualTo("not runing");
            assertThat(get(service, "/connectors/src/config").body())
                    .startsWith("ConnectorConfigs:{\"properties\":{\"connector-class\":")
                    .contains("\nTaskConfigs:[{\"properties\":{\"connector-class\":", "\"topic\":\"fileTopic\"");
            assertThat(get(service, "/connectors/nope/config").body())
                    .isEqualTo("ConnectorConfigs:null\nTaskConfigs:null");
            assertThat(get(service, "/getConfigInfo").body())
                    .startsWith("ConnectorConfigs:{\"src\":{\"properties\":")
                    .contains("\"topicNames\":\"fileTopic\"");
            assertThat(get(service, "/getAllocatedInfo").body())
                    .startsWith("working connectors:\nconnectorName:src\nConfigs:{")
                    .endsWith("}\n");
            assertThat(get(service, "/getClusterInfo").body()).isEqualTo("[\"standalone-worker\"]");
            assertThat(get(service, "/plugin/reload").body()).isEqualTo("success");
            // Raw, as the document has it.
            worker.at("create-badclass");
            assertThat(raw(service, "/connectors/src?config={\"connector-class\":\"no.such.Class\"}"))
                    .contains("HTTP/1.1 200", "\r\n\r\nfail");
            worker.at("paused-status");
            assertThat(get(service, "/connectors/src/status").body()).isEqualTo("not runing");
        }
    }

    @Test
    void anotherWorkerIsCalledWhenOneGoesAway() {
        try (CorpusWorker one = new CorpusWorker(ConnectCorpus.TEXT);
                CorpusWorker two = new CorpusWorker(ConnectCorpus.JSON);
                TestService service = start(Map.of("jobledger.connect.url", one.url() + ',' + two.url()), one)) {
            one.at("status-src");
            assertThat(get(service, "/connectors/src/status").body()).isEqualTo("running");
            one.close();
            two.at("src-status");
            assertThat(get(service, "/connectors/src/status").body()).isEqualTo("running");
            assertThat(get(service, "/connect-json/connectors/src/tasks/0/status")
                            .body())
                    .isEqualTo("{\"state\":\"RUNNING\",\"trace\":null,\"workerId\":\"standalone-worker\",\"id\":0}"
                            .transform(body -> "{\"status\":200,\"body\":" + body + '}'));
            two.close();
            HttpResponse<String> text = get(service, "/connectors/src/status");
            assertThat(text.statusCode()).isEqualTo(503);
            assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
            HttpResponse<String> json = get(service, "/connect-json/connectors/list");
            assertThat(json.statusCode()).isEqualTo(503);
            assertThat(json.body()).startsWith("{\"errorCode\":503,");
            assertThat(json.headers().firstValue("Retry-After")).isPresent();
        }
    }

    private static void assertValid(TestService service, String path) {
        HttpResponse<String> answer = get(service, "/connect-json/" + path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        var contract = ConnectCorpus.JSON.contract();
        assertThat(contract.validate(
                                contract.operation("GET", '/' + path).orElseThrow(),
                                '/' + path,
                                200,
                                "application/json",
                                answer.body())
                        .getMessages())
                .as(answer.body())
                .isEmpty();
    }

    private static List<String> replay(TestService service, CorpusWorker worker, ConnectCorpus corpus, String prefix) {
        List<String> wrong = new ArrayList<>();
        List<Answer> answers = corpus.answers();
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            if (DIFFERENT.contains(answer.label())) {
                continue;
            }
            worker.at(i);
            HttpRequest.Builder request = HttpRequest.newBuilder(service.url().resolve(prefix + answer.target()));
            HttpResponse<String> given = service.send(
                    answer.method().equals("POST")
                            ? request.header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(answer.requestBody()))
                            : request);
            boolean error = answer.body().startsWith("{\"errorCode\"");
            boolean asExpected =
                    error ? given.statusCode() / 100 == 4 : given.statusCode() == (answer.status() == 404 ? 404 : 200);
            if (!given.body().equals(answer.body()) || !asExpected) {
                wrong.add(answer + " -> " + given.statusCode() + ' ' + given.body());
            }
        }
        return wrong;
    }

    private TestService start(Map<String, String> more, CorpusWorker worker) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "jobledger.flink.mode", "off",
                "jobledger.connect.mode", "remote",
                "jobledger.connect.url", worker.url()));
        settings.putAll(more);
        TestService service = TestService.start(dataDir, settings);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> service.cluster("connect").engine().session().isPresent());
        return service;
    }

    private static HttpResponse<String> get(TestService service, String target) {
        return service.get(target);
    }

    private static HttpResponse<String> head(TestService service, String target) {
        return service.send(
                HttpRequest.newBuilder(service.url().resolve(target)).method("HEAD", BodyPublishers.noBody()));
    }

    private static String raw(TestService service, String target) {
        try (Socket socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
