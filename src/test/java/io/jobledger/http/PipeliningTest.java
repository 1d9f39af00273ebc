package io.jobledger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.engine.process.FreePort;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Requests that come before the answers to earlier ones are read: they cost nobody else anything. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipeliningTest {
    /** In bytes, sent on one connection: what a client sends in 0.4 s. */
    private static final int FLOOD = 4 << 20;

    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @TempDir
    static Path directory;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static int seaTunnelPort;
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws IOException {
        Map<String, Object> noEngine = Map.of(
                "jobledger.flink.mode", "off", "jobledger.seatunnel.mode", "off", "jobledger.seatunnel.port", -1);
        try (TestService recorder = TestService.start(directory, noEngine)) {
            Ledger ledger = recorder.bean(Ledger.class);
            for (int i = 0; i < 300; i++) {
                ledger.record(job(new JobKey("flink", "imported", "%032x".formatted(i)), List.of()));
            }
            byte[] document = ("{\"it\":\"" + "long ".repeat(20_000) + "\"}").getBytes(UTF_8);
            ledger.record(job(recorder.cluster("flink").job(JOB), List.of(new Document("/config", 200, document))));
        }
        seaTunnelPort = FreePort.onLoopback();
        service = ServiceLaunch.light()
                .with("-Xmx128m", "-XX:MaxDirectMemorySize=64m", "-jobledger.seatunnel.port=" + seaTunnelPort)
                .without("flink", "seatunnel")
                .start(directory, directory.resolve("service.out"));
        await().atMost(Duration.ofSeconds(120))
                .ignoreExceptions()
                .until(() -> get("/history/jobs?limit=1").statusCode() == 200);
    }

    private static JobSnapshot job(JobKey key, List<Document> documents) {
        return JobSnapshot.builder(key)
                .name("a job with a name of some length, as they are generated")
                .state("FINISHED")
                .closure(Closure.SEALED)
                .startTime(1_000L)
                .endTime(2_000L)
                .observedAt(2_000)
                .documents(documents)
                .build();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void answersKeepTheOrderOfTheirRequests() throws IOException {
        StringBuilder requests = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            requests.append("GET /jobs/" + JOB + "/config HTTP/1.1\r\nHost: a\r\n\r\n");
            expected.add("200");
            requests.append("\r\n\r\nPOST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n"
                    + "\r\n".repeat(10_000));
            expected.add("404");
            requests.append("POST /history/imports HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                    + "Content-Type: application/json\r\n\r\n2\r\n[]\r\n0\r\n\r\n");
            expected.add("400");
            requests.append("GET /history/jobs/flink/imported/none HTTP/1.1\r\nHost: a\r\n\r\n");
            expected.add("404");
        }
        requests.append("GET /history/jobs?limit=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        expected.add("200");
        List<String> statuses = new ArrayList<>();
        try (Socket socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.setSoTimeout(60_000);
            Thread sender = new Thread(() -> {
                try {
                    socket.getOutputStream().write(requests.toString().getBytes(ISO_8859_1));
                } catch (IOException e) {
                    // The answers that are missing tell it.
                }
            });
            sender.start();
            String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            for (int at = all.indexOf("HTTP/1.1 "); at >= 0; at = all.indexOf("HTTP/1.1 ", at + 1)) {
                statuses.add(all.substring(at + 9, at + 12));
            }
        }
        assertThat(statuses).isEqualTo(expected);
    }

    @Test
    @Order(2)
    void aClientThatNeverReadsKeepsNobodyElseFromAnAnswer() throws Exception {
        URI seaTunnel = URI.create("http://127.0.0.1:" + seaTunnelPort);
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                silent.add(flood(service.url(), "/history/jobs?limit=1000"));
                silent.add(floodAfterBody(service.url(), "/history/jobs?limit=1000"));
                silent.add(flood(service.url(), "/jobs/" + JOB + "/config"));
                silent.add(flood(seaTunnel, "/hazelcast/rest/maps/finished-jobs/FINISHED"));
            }
            for (int i = 0; i < 50; i++) {
                assertServed();
            }
            for (SocketChannel channel : silent.subList(0, silent.size() / 2)) {
                channel.close();
            }
            for (int i = 0; i < 50; i++) {
                assertServed();
            }
            service.terminate();
            assertThat(service.ends(Duration.ofSeconds(60)))
                    .as("an orderly stop")
                    .isTrue();
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
        assertThat(service.log()).doesNotContain("OutOfMemory").doesNotContain("direct buffer memory");
    }

    private static void assertServed() throws Exception {
        assertThat(get("/history/jobs?limit=10").statusCode()).isEqualTo(200);
        assertThat(get("/jobs/" + JOB + "/config").statusCode()).isEqualTo(200);
        assertThat(get("/health").body()).doesNotContain("OutOfMemory");
    }

    /** Sends requests until the service takes no more of them for now. */
    private static SocketChannel flood(URI server, String target) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        send(channel, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        return channel;
    }

    /** Sends requests that follow bodies, each in one piece with the end of a body. */
    private static SocketChannel floodAfterBody(URI server, String target) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        send(
                channel,
                "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n[]"
                        + ("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(150));
        return channel;
    }

    private static void send(SocketChannel channel, String requests) throws IOException {
        channel.configureBlocking(false);
        byte[] some = requests.repeat(Math.max(1, 100_000 / requests.length())).getBytes(ISO_8859_1);
        ByteBuffer next = ByteBuffer.wrap(some);
        for (int sent = 0, taken = 1; sent < FLOOD && taken > 0; sent += taken) {
            if (!next.hasRemaining()) {
                next.rewind();
            }
            taken = channel.write(next);
        }
    }

    private static HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(service.url().resolve(target))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }
}
