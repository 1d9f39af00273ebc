package io.jobledger.seatunnel.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobledger.flink.api.RawHttp;
import io.jobledger.flink.api.RawHttp.Answer;
import io.jobledger.testing.TestService;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SeaTunnel's own port beside the service's, without an engine: every call has an answer all the same. */
class SeaTunnelPortTest {
    private static final int LIMIT = 1000;

    private static TestService service;
    private static URI port;

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        service = TestService.start(
                dataDir, settings(Map.of("jobledger.seatunnel.port", 0, "micronaut.server.max-request-size", LIMIT)));
        port = port(service);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /hazelcast/rest/maps/finished-jobs/NO%2F..%2FSUCH | 200
            HEAD   | /hazelcast/rest/maps/finished-jobs/NO%2F..%2FSUCH | 200
            GET    | /hazelcast/rest/maps/overview                     | 503
            GET    | /hazelcast/rest/maps/job-info/abc                 | 400
            GET    | /hazelcast/rest/maps/job-info/%zz                 | 400
            GET    | /hazelcast/rest/maps/job-info/{"a":1}             | 400
            HEAD   | /hazelcast/rest/maps/job-info/abc                 | 400
            GET    | /hazelcast/%zz                                    | 404
            GET    | /hazelcast/%00                                    | 404
            GET    | /hazelcast/../jobs                                | 404
            GET    | /hazelcast                                        | 404
            DELETE | /hazelcast/rest/maps/running-jobs                 | 404
            """)
    void answersAsTheServicesOwn(String method, String target, int status) {
        Answer answer = same(() -> RawHttp.request(method, target));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void readsBodiesAndRefusesLargeOnesAsTheServicesOwn() {
        String call = "/hazelcast/rest/maps/submit-job";
        assertThat(same(() -> RawHttp.request("POST", call).json("{\"env\":{}}"))
                        .body())
                .contains("Source");
        assertThat(same(() -> RawHttp.request("POST", call).json(" ".repeat(LIMIT + 1)))
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "HEAD /",
                "GET /index.html",
                "GET /jobs",
                "HEAD /jobs",
                "GET /v1/jobs",
                "GET /jobs/abc",
                "GET /config",
                "POST /jars/upload",
                "DELETE /cluster",
                "GET /health",
                "GET /prometheus",
                "GET /openapi/seatunnel-rest.yaml",
                "GET /hazelcastle",
                "GET //jobs",
                "GET /%zz",
                "GET /nosuch",
                "OPTIONS *"
            })
    void hasNothingElse(String request) {
        String[] line = request.split(" ");
        Answer answer = RawHttp.request(line[0], line[1]).send(port);
        assertThat(answer.status()).isEqualTo(404);
        if (!line[0].equals("HEAD")) {
            assertThat(answer.body())
                    .startsWith("{\"status\":\"fail\",\"message\":\"There is no " + line[0] + " ")
                    .endsWith(" in this API.\"}");
            assertThat(answer.headers()).containsEntry("content-type", "application/json; charset=UTF-8");
        }
    }

    @Test
    void wordsWhatIsNoRequestAsSeaTunnelToo() {
        Answer answer = RawHttp.request("GET", "/ hazelcast").send(port);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"status\":\"fail\",");
    }

    @Test
    void theServicesOwnHasAll() {
        assertThat(service.get("/jobs").statusCode()).isEqualTo(200);
        assertThat(service.get("/health").statusCode()).isEqualTo(200);
        assertThat(service.get("/nosuch").body()).startsWith("{\"errors\":");
    }

    @Test
    void isOnTheSameHost() {
        assertThat(port.getHost()).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> new Socket("127.0.0.2", port.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void idleConnectionIsClosedAsByTheServicesOwn(@TempDir Path dataDir) throws IOException {
        try (TestService impatient = TestService.start(
                dataDir, settings(Map.of("jobledger.seatunnel.port", 0, "micronaut.server.idle-timeout", "1s")))) {
            for (URI server : new URI[] {impatient.url(), port(impatient)}) {
                try (Socket idle = new Socket(server.getHost(), server.getPort())) {
                    idle.setSoTimeout(60_000);
                    assertThat(idle.getInputStream().read()).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void noneIsOpened(@TempDir Path dataDir) {
        try (TestService without = TestService.start(dataDir, settings(Map.of("jobledger.seatunnel.port", -1)))) {
            assertThat(without.bean(SeaTunnelPort.class).open()).isEmpty();
            assertThat(without.get("/hazelcast/rest/maps/job-info/abc").statusCode())
                    .isEqualTo(400);
        }
    }

    /** Only where the service serves; and tests have another default. */
    @Test
    void isTheEnginesByDefault(@TempDir Path dataDir) {
        Map<String, Object> settings = settings(Map.of("jobledger.data-dir", dataDir.toString()));
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(settings)
                .start()) {
            assertThat(context.getBean(SeaTunnelPort.class).wanted()).hasValue(5801);
            assertThat(context.getBean(SeaTunnelPort.class).open()).isEmpty();
        }
    }

    @Test
    void isClosedWithTheServiceAndOpensAgain(@TempDir Path dataDir) {
        TestService first = TestService.start(dataDir, settings(Map.of("jobledger.seatunnel.port", 0)));
        URI own = first.url();
        URI open = port(first);
        first.close();
        for (URI server : new URI[] {own, open}) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThatThrownBy(
                                    () -> new Socket(server.getHost(), server.getPort()).close())
                            .isInstanceOf(ConnectException.class));
        }
        Map<String, Object> again = settings(Map.of("jobledger.seatunnel.port", open.getPort()));
        try (TestService second = TestService.start(dataDir, again)) {
            assertThat(port(second)).isEqualTo(open);
            assertThat(RawHttp.request("GET", "/hazelcast").send(open).status()).isEqualTo(404);
        }
    }

    @Test
    void takenPortEndsTheStart(@TempDir Path dataDir) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Object> taken = settings(Map.of("jobledger.seatunnel.port", other.getLocalPort()));
            assertThatThrownBy(() -> TestService.start(dataDir, taken))
                    .hasMessageContaining("jobledger.seatunnel.port")
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
                    .hasMessageContaining("in use");
        }
        // It has let go of all that it had.
        TestService.start(dataDir, settings(Map.of())).close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 65_536})
    void whatIsNoPortNamesTheKnob(int number, @TempDir Path dataDir) {
        assertThatThrownBy(() -> TestService.start(dataDir, settings(Map.of("jobledger.seatunnel.port", number))))
                .hasStackTraceContaining("jobledger.seatunnel.port must be a port");
    }

    /** Asks both, and expects the same. */
    private static Answer same(Supplier<RawHttp> request) {
        Answer own = request.get().send(service.url());
        Answer answer = request.get().send(port);
        assertThat(withoutDate(answer)).as("%s", request.get()).isEqualTo(withoutDate(own));
        return answer;
    }

    private static Answer withoutDate(Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.remove("date");
        return new Answer(answer.status(), headers, answer.body());
    }

    private static URI port(TestService service) {
        return URI.create(
                "http://127.0.0.1:" + service.bean(SeaTunnelPort.class).open().getAsInt());
    }

    private static Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of("jobledger.flink.mode", "off"));
        settings.putAll(more);
        return settings;
    }
}
