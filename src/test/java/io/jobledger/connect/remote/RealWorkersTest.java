package io.jobledger.connect.remote;

import static io.jobledger.connect.ConnectService.encoded;
import static io.jobledger.connect.ConnectService.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.connect.ConnectService;
import io.jobledger.testing.TestService;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service in front of the two real workers, over a real broker; both APIs work with each of them. */
@EnabledIfEnvironmentVariable(
        named = RocketMqProcess.VARIABLE,
        matches = ".+",
        disabledReason = "No real RocketMQ Connect: ReplayTest asks the recorded answers instead. See CONTRIBUTING.md.")
class RealWorkersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RocketMqProcess broker;

    @TempDir
    private Path files;

    @BeforeAll
    static void start() {
        broker = RocketMqProcess.broker();
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2019, 2024})
    void bothApisWork(int year) throws Exception {
        Path in = Files.writeString(files.resolve("in"), "one\ntwo\n");
        Path out = files.resolve("out");
        try (RocketMqProcess worker = RocketMqProcess.worker(year, broker);
                TestService service = service(worker.url().toString())) {
            // The sink by the API that the worker of 2019 does not have, and first: it may read only what comes later.
            assertThat(service.send("POST", "/connect-json/connectors/out", ConnectService.sink(out, "fileTopic"))
                            .body())
                    .startsWith("{\"status\":200");
            eventually(() ->
                    assertThat(service.get("/connectors/out/status").body()).isEqualTo("running"));
            // The source as the document has it.
            assertThat(service.get("/connectors/in?config="
                                    + encoded("{\"connector-class\":\"" + ConnectService.SOURCE
                                            + "\",\"topic\":\"fileTopic\",\"filename\":\"" + in + "\"}"))
                            .body())
                    .isEqualTo("success");
            eventually(() -> assertThat(lines(out)).contains("one", "two"));
            eventually(() ->
                    assertThat(service.get("/connectors/in/status").body()).isEqualTo("running"));
            eventually(() -> assertThat(
                            service.get("/connect-json/connectors/in/status").body())
                    .contains("\"state\":\"RUNNING\""));
            assertThat(service.get("/connectors/in/config").body())
                    .startsWith("ConnectorConfigs:{\"properties\":{")
                    .contains("\"connector-class\":\"" + ConnectService.SOURCE);
            assertThat(service.get("/connect-json/connectors/in/config").body())
                    .contains("\"connector.class\":\"" + ConnectService.SOURCE);

            assertThat(service.get("/connect-json/connectors/out/pause").body()).contains("paused successfully");
            eventually(() -> assertThat(
                            service.get("/connect-json/connectors/out/status").body())
                    .contains("PAUSED"));
            assertThat(service.get("/connect-json/connectors/out/resume").body())
                    .contains("resumed successfully");
            Files.writeString(in, "three\n", StandardOpenOption.APPEND);
            eventually(() -> assertThat(lines(out)).contains("three"));

            assertThat(service.get("/connectors/stopAll").body()).isEqualTo("success");
            eventually(() ->
                    assertThat(service.get("/getConfigInfo").body()).isEqualTo("ConnectorConfigs:{}\nTaskConfigs:{}"));
        }
    }

    @Test
    void theOtherWorkerAnswersWhenOneIsKilled() {
        try (RocketMqProcess one = RocketMqProcess.worker(2019, broker);
                RocketMqProcess two = RocketMqProcess.worker(2024, broker);
                TestService service = service(one.url() + "," + two.url())) {
            assertThat(service.get("/getClusterInfo").body()).startsWith("[\"");
            one.end();
            HttpResponse<String> answer = service.get("/connect-json/getClusterInfo");
            assertThat(answer.body()).isEqualTo("{\"status\":200,\"body\":[\"w1\"]}");
        }
    }

    private TestService service(String url) {
        TestService service = TestService.start(
                files.resolve("data"),
                Map.of(
                        "jobledger.flink.mode", "off",
                        "jobledger.connect.mode", "remote",
                        "jobledger.connect.url", url));
        await().atMost(PATIENCE)
                .until(() -> service.cluster("connect").engine().session().isPresent());
        return service;
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).untilAsserted(assertion);
    }
}
