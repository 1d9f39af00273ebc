package io.jobledger.seatunnel.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobledger.engine.EngineState;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of running jobs has a job whose end the engine has not finished. A real engine does that for a moment. */
class EndingJobsTest {
    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final String ENDED =
            "{\"jobId\":\"1\",\"jobName\":\"a\",\"jobStatus\":\"FINISHED\"" + ",\"createTime\":\"2026-01-01 00:00:00\"";
    private static final String FINISH_TIME = ",\"finishTime\":\"2026-01-01 00:00:01\"";

    @TempDir
    Path dataDir;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile int finishedAfter = Integer.MAX_VALUE;
    private HttpServer node;
    private TestService service;

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.setExecutor(Executors.newCachedThreadPool());
        node.createContext("/", this::answer);
        node.start();
        service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode",
                        "off",
                        "jobledger.seatunnel.mode",
                        "remote",
                        "jobledger.seatunnel.url",
                        "http://127.0.0.1:" + node.getAddress().getPort() + "/",
                        "jobledger.seatunnel.port",
                        0));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> service.cluster("seatunnel").engine().state() == EngineState.RUNNING);
        // From here on only clients ask.
        service.cluster("seatunnel").rounds().close();
        asked.set(0);
    }

    @AfterEach
    void stop() {
        service.close();
        node.stop(0);
    }

    @Test
    void theListWaitsUntilTheEndIsTold() {
        finishedAfter = 2;
        JsonNode job = runningJobs().get(0);
        assertThat(job.get("jobStatus").getStringValue()).isEqualTo("FINISHED");
        assertThat(job.get("finishTime")).isNotNull();
        assertThat(asked).hasValue(3);
    }

    @Test
    void aJobThatDoesNotFinishEndingDelaysTheListForASecondOnly() {
        assertThat(runningJobs().get(0).get("finishTime")).isNull();
        assertThat(asked).as("4 times more, each after 250 ms").hasValue(5);
    }

    private JsonNode runningJobs() {
        return service.json(service.get(MAPS + "running-jobs"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String json = path.endsWith("/overview")
                    ? "{\"projectVersion\":\"2.3.8\",\"workers\":\"1\"}"
                    : path.endsWith("/system-monitoring-information")
                            ? "[{}]"
                            : path.endsWith("/running-jobs")
                                    ? "[" + ENDED + (asked.getAndIncrement() < finishedAfter ? "" : FINISH_TIME) + "}]"
                                    : "[]";
            byte[] body = json.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
