package io.jobledger.seatunnel.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.jobledger.seatunnel.listener.SeaTunnelPort;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** In front of a node that runs anyway: one that is there, that hangs, and that has forgotten everything. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteSeaTunnelTest {
    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final String SEED_JOB = SeaTunnelCorpus.text("/seeds/seatunnel-submit-job.json");

    @TempDir
    private static Path dataDir;

    private static SeaTunnelNode node;
    private static TestService service;
    private static String finished;

    @BeforeAll
    static void start() {
        node = SeaTunnelNode.start();
        service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode",
                        "off",
                        "jobledger.seatunnel.mode",
                        "remote",
                        "jobledger.seatunnel.url",
                        node.url() + "/",
                        "jobledger.seatunnel.port",
                        0));
    }

    @AfterAll
    static void stop() {
        service.close();
        node.close();
    }

    @Test
    @Order(1)
    void runsTheSeedsJob() {
        until(() -> assertThat(state()).isEqualTo("RUNNING"));
        until(() -> finished = answered(submit()).get("jobId").getStringValue());
        until(() -> {
            JsonNode job = answered(get("job-info/" + finished));
            assertThat(job.get("jobStatus")).isEqualTo(JsonNode.createStringNode("FINISHED"));
            assertThat(job.get("finishTime")).isNotNull();
            assertThat(job.get("metrics").get("sourceReceivedCount").getStringValue())
                    .isEqualTo("100");
        });
        assertThat(node.get(MAPS + "finished-jobs")).contains(finished);
    }

    @Test
    @Order(2)
    void isNamedByItsAddress() {
        assertThat(service.cluster("seatunnel").name())
                .isEqualTo("127.0.0.1:" + node.url().getPort());
    }

    @Test
    @Order(2)
    void isAnsweredForAtSeaTunnelsPortToo() {
        int port = service.bean(SeaTunnelPort.class).open().getAsInt();
        String call = MAPS + "job-info/" + finished;
        URI there = URI.create("http://127.0.0.1:" + port + call);
        until(() -> assertThat(service.send(HttpRequest.newBuilder(there)).body())
                .contains("FINISHED")
                .isEqualTo(service.get(call).body()));
    }

    @Test
    @Order(3)
    void callsAreTurnedAwayWhileItHangs() {
        AtomicReference<JsonNode> job = new AtomicReference<>();
        until(() -> job.set(answered(get("job-info/" + finished))));
        node.suspend();
        try {
            // Nobody knows yet that it hangs: a call that is under way is not left to its time limit.
            assertTurnedAway(get("system-monitoring-information"));
            until(() -> assertThat(state()).isEqualTo("DOWN"));
            for (String call : List.of("overview", "running-threads", "system-monitoring-information")) {
                assertTurnedAway(get(call));
            }
            assertTurnedAway(submit());
        } finally {
            node.resume();
        }
        until(() -> assertThat(state()).isEqualTo("RUNNING"));
        until(() -> assertThat(get("overview").statusCode()).isEqualTo(200));
        until(() -> assertThat(answered(get("job-info/" + finished))).isEqualTo(job.get()));
    }

    /** Where it was, with nothing of what it knew. */
    @Test
    @Order(4)
    void isFoundAgainAfterItsRestart() {
        node.restart();
        assertThat(node.get(MAPS + "finished-jobs")).isEqualTo("[]");
        until(() ->
                assertThat(get("system-monitoring-information").statusCode()).isEqualTo(200));
    }

    private static HttpResponse<String> get(String call) {
        return service.get(MAPS + call);
    }

    private static HttpResponse<String> submit() {
        return service.send("POST", MAPS + "submit-job", SEED_JOB);
    }

    /** Of a node that answers; to be retried, as one that stalls on a busy machine is taken for one that hangs. */
    private static JsonNode answered(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return service.json(answer);
    }

    private static String state() {
        return service.json(service.get("/health"))
                .get("details")
                .get("engine-seatunnel")
                .get("details")
                .get("state")
                .getStringValue();
    }

    private static void assertTurnedAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).startsWith("{\"status\":\"fail\",\"message\":\"");
    }

    private static void until(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(120)).untilAsserted(assertion);
    }
}
