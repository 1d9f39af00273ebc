package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.api.RecordingEngine.Answer;
import io.jobledger.flink.api.RecordingEngine.Received;
import io.jobledger.testing.TestService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What reaches the engine, seen from the engine's side: a server in its place notes what it gets. Nothing is proved here
 * about Flink, only about what we forward.
 */
class PassThroughTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int CLIENTS = 20;
    private static final int SMALL_LIMIT = 1 << 20;

    @TempDir
    private static Path dataDir;

    private static RecordingEngine engine;
    private static TestService service;

    @BeforeAll
    static void start() {
        engine = new RecordingEngine();
        service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode",
                        "remote",
                        "jobledger.flink.url",
                        engine.url().toString(),
                        "micronaut.server.max-request-size",
                        SMALL_LIMIT));
        Awaitility.await("the engine is there")
                .until(() -> service.engine().session().isPresent());
    }

    @AfterAll
    static void stop() {
        service.close();
        engine.close();
    }

    @Test
    void equalReadsInFlightAreOneCall() {
        CountDownLatch release = engine.hold("/jobmanager/config");
        List<CompletableFuture<HttpResponse<String>>> reads = ask("/jobmanager/config", CLIENTS);
        // Another query is another question.
        List<CompletableFuture<HttpResponse<String>>> others = ask("/jobmanager/config?x=1", 2);
        Awaitility.await("two calls, and no more while they are in flight")
                .during(Duration.ofSeconds(1))
                .until(() -> engine.received("/jobmanager/config").size() == 2);
        release.countDown();

        Stream.concat(reads.stream(), others.stream())
                .forEach(read -> assertThat(read.join().statusCode()).isEqualTo(200));
        assertThat(engine.received("/jobmanager/config")).hasSize(2);

        // Not a cache: the next read is a call of its own.
        assertThat(service.get("/jobmanager/config").statusCode()).isEqualTo(200);
        assertThat(engine.received("/jobmanager/config")).hasSize(3);
    }

    @Test
    void logsAndThreadDumpsAreNotShared() {
        for (String path : List.of("/jobmanager/log", "/jobmanager/thread-dump", "/taskmanagers/tm/stdout")) {
            CountDownLatch release = engine.hold(path);
            List<CompletableFuture<HttpResponse<String>>> reads = ask(path, 3);
            Awaitility.await(path).until(() -> engine.received(path).size() == 3);
            release.countDown();
            reads.forEach(read -> assertThat(read.join().statusCode()).isEqualTo(200));
        }
    }

    @Test
    void queriesArriveUnchanged() {
        for (String query : List.of(
                "get=a,b&agg=min%2Cmax",
                "get=0.Source__%20numbers.numRecordsIn", "get=&get=x&unknown", "get=%E2%82%AC+%2B", "a=b=c&d=%2525")) {
            service.get("/jobmanager/metrics?" + query);
            assertThat(targets("/jobmanager/metrics")).contains("/jobmanager/metrics?" + query);
            service.get("/v1/taskmanagers/tm%2F1/metrics?" + query);
            assertThat(targets("/taskmanagers/tm%2F1/metrics")).contains("/taskmanagers/tm%2F1/metrics?" + query);
        }
    }

    @Test
    void rawCharactersArriveEncoded() {
        RawHttp.request("GET", "/taskmanagers/metrics?get={\"a\":1}&\u00e4").send(service.url());
        assertThat(targets("/taskmanagers/metrics")).containsExactly("/taskmanagers/metrics?get=%7B%22a%22:1%7D&%E4");
    }

    @Test
    void headersGoBothWays() {
        HttpResponse<String> answer =
                service.send(HttpRequest.newBuilder(service.url().resolve("/jobmanager/logs/x.log"))
                        .header("Accept", "text/plain")
                        .header("X-Of-Client", "kept"));
        assertThat(answer.headers().firstValue("X-From-Engine")).contains("yes");

        Received received = engine.received("/jobmanager/logs/x.log").get(0);
        assertThat(received.headers().getFirst("X-Of-Client")).isEqualTo("kept");
        assertThat(received.headers().getFirst("Accept")).isEqualTo("text/plain");
        assertThat(received.headers().get("Host")).containsExactly(engine.url().getAuthority());
    }

    @Test
    void whatIsNotJsonIsStreamed() {
        byte[] piece = new byte[4 << 20];
        new Random(1).nextBytes(piece);
        String log = "/jobmanager/logs/long.log";
        engine.answer(log, new Answer(200, "text/plain", List.of(piece, piece, piece, piece)));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < 4; i++) {
            whole.writeBytes(piece);
        }
        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> answer = bytes(log);
            assertThat(Arrays.equals(answer.body(), whole.toByteArray())).isTrue();
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
        }
    }

    /** An engine's error is its own, with its status and its words. */
    @Test
    void errorsPassUnchanged() {
        String words =
                "{\"errors\":[\"Internal server error.\",\"<Exception on server side:\\n\\tat of.the.Engine>\"]}";
        engine.answer(
                "/taskmanagers/lost",
                new Answer(500, "application/json; charset=UTF-8", List.of(words.getBytes(StandardCharsets.UTF_8))));
        HttpResponse<String> answer = service.get("/taskmanagers/lost");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo(words);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=UTF-8");
    }

    @Test
    void submissionsArriveUntouched() {
        engine.answer("/jobs", "{\"jobUrl\":\"/jobs/" + "a".repeat(32) + "\"}");
        byte[] graph = new byte[300_000];
        new Random(2).nextBytes(graph);
        for (boolean chunked : List.of(true, false)) {
            HttpRequest.Builder submission = HttpRequest.newBuilder(
                            service.url().resolve("/v1/jobs"))
                    .header("Content-Type", "multipart/form-data; boundary=odd--boundary")
                    .POST(
                            chunked
                                    ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(graph))
                                    : BodyPublishers.ofByteArray(graph));
            HttpResponse<String> answer = service.send(submission);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            Received received = engine.received("/jobs").get(chunked ? 0 : 1);
            assertThat(received.method()).isEqualTo("POST");
            assertThat(received.body()).isEqualTo(graph);
            assertThat(received.headers().getFirst("Content-Type"))
                    .isEqualTo("multipart/form-data; boundary=odd--boundary");
        }
    }

    @Test
    void submissionsOverTheLimitAreRefusedAndNothingElseIs() {
        int before = engine.received("/jobs").size();
        for (int size : List.of(SMALL_LIMIT + 1, 10 * SMALL_LIMIT)) {
            HttpResponse<String> answer =
                    service.send(HttpRequest.newBuilder(service.url().resolve("/v1/jobs"))
                            .header("Content-Type", "multipart/form-data; boundary=x")
                            .POST(BodyPublishers.ofByteArray(new byte[size])));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).startsWith("{\"errors\":[");
            // The rest of that body is not taken for the next request of the same client.
            assertThat(service.get("/taskmanagers").statusCode()).isEqualTo(200);
        }
        assertThat(engine.received("/jobs")).hasSize(before);
    }

    @Test
    void aClientThatSendsAllBeforeItReadsIsToldThatItWasTooMuch() throws IOException {
        byte[] part = new byte[SMALL_LIMIT];
        int parts = 64;
        try (Socket socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: "
                            + (long) parts * part.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < parts; i++) {
                out.write(part);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\r\n\r\n{\"errors\":[");
        }
    }

    /** A kept connection may close at the moment of a request, as the engine closes it after an error. */
    @Test
    void aReadWhoseConnectionBreaksOffIsAskedOnceMore() {
        for (String path : List.of("/taskmanagers/broken", "/jobmanager/logs/broken.log")) {
            engine.breakOff(path, 1);
            assertThat(service.get(path).statusCode()).as(path).isEqualTo(200);
            assertThat(engine.received(path)).hasSize(2);
            engine.breakOff(path, 2);
            HttpResponse<String> broken = service.get(path);
            assertThat(broken.statusCode()).as(path).isEqualTo(503);
            assertThat(broken.headers().firstValue("Retry-After")).isPresent();
            assertThat(engine.received(path)).hasSize(4);
        }
    }

    /** The engine may have done it. */
    @Test
    void aChangeWhoseConnectionBreaksOffIsNotRepeated() {
        for (String change : List.of(
                "POST /savepoint-disposal",
                "GET /jobs/" + "c".repeat(32) + "/yarn-cancel",
                "DELETE /datasets/" + "d".repeat(32))) {
            String[] line = change.split(" ");
            engine.breakOff(line[1], 1);
            assertThat(service.send(line[0], line[1], line[0].equals("POST") ? "{}" : null)
                            .statusCode())
                    .as(change)
                    .isEqualTo(503);
            assertThat(engine.received(line[1])).as(change).hasSize(1);
        }
    }

    /** The metrics have no 5xx for it. */
    @Test
    void aBodyThatItsClientBreaksOffIsNoErrorOfTheEngine() throws IOException {
        breakOff("POST /jobs", false);
        breakOff("GET /jobmanager/log", false);
        breakOff("GET /jobmanager/stdout", true);
    }

    /** @param reset the connection is reset, else closed */
    private static void breakOff(String request, boolean reset) throws IOException {
        String[] line = request.split(" ");
        double before = counted(line[0], line[1], "400");
        try (Socket socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                                    + "Content-Length: 100000\r\n\r\n--x\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            Awaitility.await(request).until(() -> engine.isUnderWay(line[1]));
            socket.setSoLinger(reset, 0);
        }
        String how = request + (reset ? " reset" : " closed");
        Awaitility.await(how)
                .until(() -> counted(line[0], line[1], "400") > before || counted(line[0], line[1], "5") > 0);
        assertThat(counted(line[0], line[1], "5")).as(how).isZero();
        Awaitility.await(how + ": the connection to the engine is closed, too")
                .until(() -> !engine.isUnderWay(line[1]));
    }

    /** @param status how it begins */
    private static double counted(String method, String path, String status) {
        return service.get("/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count")
                        && line.contains("method=\"" + method + '"')
                        && line.contains("uri=\"" + path + '"')
                        && line.contains("status=\"" + status))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static List<String> targets(String path) {
        return engine.received(path).stream().map(Received::target).toList();
    }

    private static List<CompletableFuture<HttpResponse<String>>> ask(String target, int clients) {
        URI uri = service.url().resolve(target);
        return Stream.generate(() -> HTTP.sendAsync(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        BodyHandlers.ofString()))
                .limit(clients)
                .toList();
    }

    private static HttpResponse<byte[]> bytes(String target) {
        HttpRequest request = HttpRequest.newBuilder(service.url().resolve(target))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
