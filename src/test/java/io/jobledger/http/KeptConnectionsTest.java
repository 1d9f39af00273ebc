package io.jobledger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that follow each other on one connection, and answers that are the same for every client. */
class KeptConnectionsTest {
    private static final String LAST = "GET /history/jobs?limit=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static TestService service;

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode", "off",
                        "jobledger.seatunnel.mode", "off",
                        "jobledger.seatunnel.port", -1));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/prometheus",
                "/history/jobs?limit=1",
                "/history/jobs/flink/local/none",
                "/openapi/",
                "/openapi/history.yaml",
                "/hazelcast/rest/maps/overview",
                "/jobs",
                "/jars/upload",
                "/nothing"
            })
    void stayOpenAfterHead(String target) throws IOException {
        String answers = exchange("HEAD " + target + " HTTP/1.1\r\nHost: a\r\n\r\n" + LAST);

        assertThat(answers).contains("\r\n\r\nHTTP/1.1 200 OK\r\n");
    }

    @Test
    void unreadableHeadBehindABodyHasNotTheShapeOfTheRequestBefore() throws IOException {
        String answers = exchange("POST /hazelcast/nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n[]"
                + "GET /jobs NONE\r\nHost: a\r\n\r\n");

        assertThat(answers).contains("\r\n\r\n{\"status\":", "\r\n\r\n{\"errors\":");
    }

    @Test
    void metricsAreForEveryClient() {
        for (String type : List.of("text/html", "application/json", "text/plain", "*/*")) {
            URI metrics = service.url().resolve("/prometheus");
            HttpResponse<String> answer =
                    service.send(HttpRequest.newBuilder(metrics).header("Accept", type));
            assertThat(answer.body()).as(type).contains("jvm_memory_used_bytes");
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .as(type)
                    .startsWith("text/plain");
        }
    }

    /** Sends requests, and returns the answers until the service closes the connection. */
    private static String exchange(String requests) throws IOException {
        try (Socket socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
