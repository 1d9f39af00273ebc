package io.jobledger.flink.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.seatunnel.listener.SeaTunnelPort;
import io.jobledger.testing.TestService;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.http.context.event.HttpRequestReceivedEvent;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers given before the server routes the request are the server's own, byte for byte and in order. */
class ReadyAnswersTest {
    private static final String VERTEX = "cbc357ccb763df2852fee8c4fc7d55f2";
    private static final String PLAIN = "Host: here\r\n";
    private static final List<String> PATHS =
            List.of("", "/checkpoints", "/vertices/" + VERTEX, "/config", "/exceptions", "/accumulators");

    private static RecordingEngine engine;
    private static TestService service;
    private static int jobs;

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        engine = new RecordingEngine();
        service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode",
                        "remote",
                        "jobledger.flink.url",
                        engine.url().toString(),
                        "jobledger.flink.cluster",
                        "cluster",
                        "jobledger.seatunnel.mode",
                        "off",
                        "jobledger.seatunnel.port",
                        0,
                        "count-routed-requests",
                        true));
        service.engineUrl();
    }

    @AfterAll
    static void stop() {
        service.close();
        engine.close();
    }

    @Test
    void whatIsReadyIsWhatTheServerWouldAnswer() throws IOException {
        String job = recordedJob();
        List<String> targets = new ArrayList<>(List.of(
                "/jobs/" + job + "/exceptions?maxExceptions=3",
                "/jobs/" + job + "/accumulators?includeSerializedValue=true",
                "/jobs/" + job.toUpperCase(),
                "/jobs/" + job + "/vertices"));
        PATHS.forEach(path -> targets.add("/jobs/" + job + path));
        try (Connection client = new Connection(service.url())) {
            for (String target : targets) {
                String first = client.ask("GET", target, PLAIN);
                long routed = routed();
                for (String prefix : List.of("", "/v1")) {
                    assertThat(client.ask("GET", prefix + target, PLAIN)).isEqualTo(first);
                }
                assertThat(client.ask("GET", target, "")).isEqualTo(first);
                assertThat(client.ask(
                                "GET", target, "host: a\r\nUSER-AGENT: b\r\naccept: */*\r\nConnection: keep-alive\r\n"))
                        .isEqualTo(first);
                assertThat(client.ask("GET", target, PLAIN + "Accept: application/json\r\n"))
                        .isEqualTo(first);
                assertThat(routed()).as("requests routed for " + target).isEqualTo(routed);
                assertThat(client.ask("GET", target, PLAIN + "X-Any: thing\r\n"))
                        .isEqualTo(first);
                assertThat(client.ask("GET", target, PLAIN + "Content-Length: 2\r\n", "{}"))
                        .isEqualTo(first);
                assertThat(client.ask("GET", target, PLAIN + "Transfer-Encoding: chunked\r\n", "1\r\n{\r\n0\r\n\r\n"))
                        .isEqualTo(first);
                assertThat(client.ask("GET", target, PLAIN + "Accept: text/html\r\n"))
                        .isEqualTo(first);
                assertThat(routed()).as("requests routed for " + target).isEqualTo(routed + 4);
            }
        }
    }

    /** Documents that every job has need not be routed to be read. */
    @Test
    void whatIsReadForAPlainGetIsWhatTheServerWouldAnswer() throws IOException {
        String job = recordedJob();
        try (Connection client = new Connection(service.url())) {
            for (String path : PATHS) {
                String target = "/jobs/" + job + path;
                String routed = client.ask("GET", target, PLAIN + "X-Any: thing\r\n");
                service.flink().recorded().forget(job);
                long before = routed();
                assertThat(client.ask("GET", target, PLAIN)).isEqualTo(routed);
                assertThat(routed()).as("requests routed for " + target).isEqualTo(before);
                assertThat(service.flink().documents().to(target)).isNotNull();
            }
            // The stand-in for an engine has an answer to everything.
            String unknown = "/jobs/" + String.format("%032x", 0xabcdef);
            for (String target :
                    List.of(unknown, "/jobs/" + job + "/checkpoints/config", "/jobs/" + job + "/vertices/" + job)) {
                long before = routed();
                assertThat(client.ask("GET", target, PLAIN))
                        .startsWith(target.equals(unknown) ? "HTTP/1.1 200" : "HTTP/1.1 404")
                        .isEqualTo(client.ask("GET", target, PLAIN + "X-Any: thing\r\n"));
                assertThat(routed()).isEqualTo(before + 2);
            }
        }
    }

    /** Each of these gets another answer than a plain GET, or none of its own on the same connection. */
    @Test
    void whatIsNotPlainIsLeftToTheServer() throws IOException {
        String target = "/jobs/" + recordedJob();
        String plain = once("GET " + target + " HTTP/1.1\r\n" + PLAIN + "Connection: close\r\n\r\n");
        assertThat(plain).contains("\r\nconnection: close\r\n");
        try (Connection client = new Connection(service.url())) {
            client.ask("GET", target, PLAIN);
            long routed = routed();
            client.ask("GET", target, PLAIN);
            assertThat(routed()).isEqualTo(routed);
            assertThat(client.ask("GET", target, PLAIN + "Accept-Encoding: gzip\r\n"))
                    .contains("content-encoding: gzip");
            assertThat(client.ask("GET", target, PLAIN + "Authorization: Bearer x\r\n"))
                    .startsWith("HTTP/1.1 200 OK");
            assertThat(client.ask("DELETE", target, PLAIN)).startsWith("HTTP/1.1 404");
            assertThat(routed()).isEqualTo(routed + 3);
            assertThat(client.ask("HEAD", target, PLAIN))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("\r\n\r\n");
            assertThat(routed()).isEqualTo(routed + 4);
        }
        assertThat(once("GET " + target + " HTTP/1.1\r\n" + PLAIN + "Connection: close\r\n\r\n"))
                .isEqualTo(plain);
        assertThat(once("GET " + target + " HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.0 200 OK")
                .endsWith(body(plain));
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        String job = recordedJob();
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            targets.add("/jobs/" + job + PATHS.get(i % PATHS.size()));
            if (i % 7 == 0) {
                targets.add("/jobs/" + String.format("%032x", i));
            }
        }
        List<String> one = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        try (Connection client = new Connection(service.url())) {
            for (String target : targets) {
                one.add(client.ask("GET", target, PLAIN));
                all.append("GET ").append(target).append(" HTTP/1.1\r\n" + PLAIN + "\r\n");
            }
            for (int round = 0; round < 10; round++) {
                client.send(all.toString());
                for (int i = 0; i < targets.size(); i++) {
                    assertThat(client.read(true)).as(targets.get(i)).isEqualTo(one.get(i));
                }
            }
        }
    }

    /** Also where some are ready, some have to be read, and some are the server's. */
    @Test
    void pipelinedRequestsAreAnsweredInOrderWhileSomeAreRead() throws IOException {
        List<String> jobs = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String job = recordedJob();
            jobs.add(job);
            String get = "GET /jobs/" + job + PATHS.get(i % PATHS.size()) + " HTTP/1.1\r\n" + PLAIN;
            requests.add(get + "\r\n");
            if (i % 3 == 0) {
                requests.add(get + "\r\n");
            }
            if (i % 5 == 0) {
                requests.add(get + "X-Any: thing\r\n\r\n");
                requests.add("GET /jobs/" + String.format("%032x", i) + " HTTP/1.1\r\n" + PLAIN + "\r\n");
            }
            if (i % 7 == 0) {
                requests.add(get + "Content-Length: 2\r\n\r\n{}");
            }
        }
        try (Connection client = new Connection(service.url())) {
            List<String> one = new ArrayList<>();
            for (String request : requests) {
                client.send(request);
                one.add(client.read(true));
            }
            for (int round = 0; round < 20; round++) {
                jobs.forEach(service.flink().recorded()::forget);
                client.send(String.join("", requests));
                for (int i = 0; i < one.size(); i++) {
                    assertThat(client.read(true)).as(requests.get(i)).isEqualTo(one.get(i));
                }
            }
        }
    }

    @Test
    void readyAnswersAreCountedAmongTheRequests() throws IOException {
        String target = "/jobs/" + recordedJob() + "/config";
        try (Connection client = new Connection(service.url())) {
            client.ask("GET", target, PLAIN);
            long routed = routed();
            double before = counted("/jobs/{jobid}/config");
            for (int i = 0; i < 5; i++) {
                client.ask("GET", target, PLAIN);
            }
            assertThat(routed()).isEqualTo(routed);
            assertThat(counted("/jobs/{jobid}/config")).isEqualTo(before + 5);
        }
    }

    @Test
    void aJobThatLivesAgainIsAnsweredByItsEngine() throws IOException {
        String job = recordedJob();
        String target = "/jobs/" + job;
        try (Connection client = new Connection(service.url())) {
            String recorded = client.ask("GET", target, PLAIN);
            assertThat(service.flink().documents().to(target)).isNotNull();
            engine.answer(target, "{\"it\":\"lives\"}");
            engine.answer("/jobs/overview", listing(job));
            Awaitility.await().until(() -> service.flink().jobs().live(job));
            assertThat(client.ask("GET", target, PLAIN)).endsWith("{\"it\":\"lives\"}");
            engine.answer("/jobs/overview", "{\"jobs\":[]}");
            Awaitility.await().until(() -> !service.flink().jobs().live(job));
            assertThat(client.ask("GET", target, PLAIN)).isEqualTo(recorded);
        }
    }

    @Test
    void aNewLifeIsAnsweredFromTheMomentThatTheOldOneIsForgotten() throws IOException {
        String job = recordedJob();
        String target = "/jobs/" + job + "/config";
        try (Connection client = new Connection(service.url())) {
            for (int life = 1; life <= 20; life++) {
                client.ask("GET", target, PLAIN);
                client.ask("GET", target, PLAIN);
                String body = "{\"life\":" + life + '}';
                record(job, 1_000 + life, List.of(document("/config", body)));
                service.flink().recorded().forget(job);
                assertThat(client.ask("GET", target, PLAIN)).endsWith(body);
            }
        }
    }

    @Test
    void listsAreReadyAndNeverOlderThanTheLastChange() throws IOException {
        String unlisted = recordedJob();
        try (Connection client = new Connection(service.url())) {
            for (String target : List.of("/jobs", "/jobs/overview")) {
                String job = String.format("%032x", 0xabc000 + target.length());
                // A listing is good for a second: it may end within a round.
                Awaitility.await().untilAsserted(() -> {
                    String first = client.ask("GET", target, PLAIN);
                    long routed = routed();
                    assertThat(client.ask("GET", target, PLAIN)).isEqualTo(first);
                    assertThat(client.ask("GET", "/v1" + target, PLAIN)).isEqualTo(first);
                    assertThat(routed()).isEqualTo(routed);
                    assertThat(client.ask("GET", target, PLAIN + "X-Any: thing\r\n"))
                            .isEqualTo(first);
                });
                Awaitility.await().until(() -> {
                    client.ask("GET", target, PLAIN);
                    return service.flink().lists().to(target) != null;
                });
                engine.answer("/jobs/overview", listing(job));
                assertThat(client.ask("POST", "/jobs", PLAIN + "Content-Length: 0\r\n"))
                        .startsWith("HTTP/1.1 200");
                assertThat(client.ask("GET", target, PLAIN)).contains(job);
                engine.answer("/jobs/overview", "{\"jobs\":[]}");
            }
            assertThat(unlisted).isNotNull();
        }
    }

    @Test
    void seaTunnelsPortHasNoneOfThem() throws IOException {
        String target = "/jobs/" + recordedJob();
        try (Connection client = new Connection(service.url())) {
            client.ask("GET", target, PLAIN);
        }
        int port = service.bean(SeaTunnelPort.class).open().orElseThrow();
        try (Connection client = new Connection(URI.create("http://127.0.0.1:" + port))) {
            assertThat(client.ask("GET", target, PLAIN)).startsWith("HTTP/1.1 404");
        }
    }

    private static String recordedJob() {
        String job = String.format("%032x", 0xdef000 + ++jobs);
        List<Document> documents = new ArrayList<>();
        for (String path : PATHS) {
            documents.add(document(path, "{\"path\":\"" + path + "\",\"it\":\"" + "é".repeat(7_000) + "\"}"));
        }
        record(job, 1_000, documents);
        return job;
    }

    private static Document document(String path, String body) {
        return new Document(path, 200, body.getBytes(UTF_8));
    }

    private static void record(String job, long start, List<Document> documents) {
        service.bean(Ledger.class)
                .record(JobSnapshot.builder(service.cluster("flink").job(job))
                        .name("job")
                        .state("FINISHED")
                        .closure(Closure.SEALED)
                        .startTime(start)
                        .endTime(start + 1)
                        .observedAt(start + 1)
                        .documents(documents)
                        .build());
    }

    private static String listing(String job) {
        return "{\"jobs\":[{\"jid\":\"" + job + "\",\"name\":\"job\",\"start-time\":5000,\"end-time\":-1,"
                + "\"duration\":1,\"state\":\"RUNNING\",\"last-modification\":5000,\"tasks\":{}}]}";
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String once(String request) throws IOException {
        try (Connection client = new Connection(service.url())) {
            client.send(request);
            String answer = client.read(true);
            assertThat(client.isClosed()).as("closed after " + request).isTrue();
            return answer;
        }
    }

    private static double counted(String route) {
        Matcher sample = Pattern.compile("http_server_requests_seconds_count\\{exception=\"none\",method=\"GET\","
                        + "status=\"200\",uri=\"" + Pattern.quote(route) + "\"\\} (\\S+)")
                .matcher(service.get("/prometheus").body());
        assertThat(sample.find()).isTrue();
        return Double.parseDouble(sample.group(1));
    }

    private static long routed() {
        return service.bean(RoutedRequests.class).count.get();
    }

    /** Counts what the server routes. */
    @Singleton
    @Requires(property = "count-routed-requests")
    static final class RoutedRequests implements ApplicationEventListener<HttpRequestReceivedEvent> {
        private final AtomicLong count = new AtomicLong();

        @Override
        public void onApplicationEvent(HttpRequestReceivedEvent event) {
            if (event.getSource().getPath().startsWith("/jobs")) {
                count.incrementAndGet();
            }
        }
    }

    /** A connection that is kept; answers are whole, but for the time in their dates. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;

        Connection(URI server) throws IOException {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout(30_000);
        }

        String ask(String method, String target, String headers) throws IOException {
            return ask(method, target, headers, "");
        }

        String ask(String method, String target, String headers, String body) throws IOException {
            send(method + ' ' + target + " HTTP/1.1\r\n" + headers + "\r\n" + body);
            return read(!method.equals("HEAD"));
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        String read(boolean withBody) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new EOFException("After " + head);
                }
                head.write(next);
            }
            String text = head.toString(ISO_8859_1);
            Matcher length = Pattern.compile("\r\ncontent-length: (\\d+)\r\n").matcher(text);
            int expected = withBody && length.find() ? Integer.parseInt(length.group(1)) : 0;
            byte[] body = socket.getInputStream().readNBytes(expected);
            assertThat(body).hasSize(expected);
            return text.replaceFirst(
                            "\r\ndate: \\w{3}, \\d\\d? \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n", "\r\ndate\r\n")
                    + new String(body, UTF_8);
        }

        boolean isClosed() throws IOException {
            return socket.getInputStream().read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
