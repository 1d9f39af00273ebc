package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.process.FreePort;
import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.testing.TestService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Rescaling, on an engine of its own with the adaptive scheduler and four slots. */
@Order(3)
class RescalingTest {
    private static final int TOO_MANY = 9;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private static Path dataDir;

    private static TestService service;
    private static ContractCalls calls;

    @BeforeAll
    static void start() {
        // The deadline is not what is tested here: on a busy machine a minute may not be enough.
        service = TestService.start(
                dataDir, Map.of("jobledger.flink.scheduler", "adaptive", "jobledger.flink.rescale-timeout", PATIENCE));
        calls = new ContractCalls(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void rescaledUpAndDownAndNoAttemptForgotten() {
        String id = run();
        String job = "/jobs/" + id;
        String vertex = calls.get(job).at("/vertices/0/id").asText();
        awaitRecorded(id, vertex + "/0/0 RUNNING", vertex + "/1/0 RUNNING");

        String up = rescale(calls, id, 3);
        assertThat(outcome(calls, id, up).toString()).isEqualTo("{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{}}");
        assertThat(parallelisms(id)).containsOnly(3);
        // A job that restarts later may do so with fewer slots, as before.
        assertThat(bounds(id)).containsOnly("{\"lowerBound\":1,\"upperBound\":3}");
        awaitRecorded(id, vertex + "/2/0");

        String down = rescale(calls, id, 1);
        assertThat(outcome(calls, id, down).at("/operation")).isEmpty();
        assertThat(parallelisms(id)).containsOnly(1);
        awaitRecorded(id, vertex + "/0/2 RUNNING");

        List<String> former = List.of("/0/attempts/0", "/1/attempts/0", "/0/attempts/1", "/2/attempts/0");
        for (String attempt : former) {
            String target = job + "/vertices/" + vertex + "/subtasks" + attempt;
            assertThat(service.getFromEngine(target).statusCode()).as(target).isEqualTo(404);
            assertThat(calls.get(target).path("attempt").asText()).isEqualTo(attempt.substring(12));
        }
        calls.get(404, job + "/vertices/" + vertex + "/subtasks/0/attempts/7");
        calls.get(404, job + "/vertices/" + vertex + "/subtasks/3/attempts/0");

        calls.call(202, "PATCH", job + "?mode=cancel", null);
        service.awaitSealed(id);
        for (String attempt : former) {
            assertThat(calls.get(job + "/vertices/" + vertex + "/subtasks" + attempt)
                            .path("subtask")
                            .asText())
                    .isEqualTo(attempt.substring(1, 2));
        }
        calls.get(404, job + "/vertices/" + vertex + "/subtasks/3/attempts/0");
        assertThat(outcome(calls, id, up).at("/operation")).isEmpty();
        assertThat(failure(outcome(calls, id, rescale(calls, id, 2)))).contains("has ended", "CANCELED");
    }

    @Test
    void laterRequestTakesOver() {
        String id = run();
        String first = rescale(calls, id, TOO_MANY);
        String second = rescale(calls, id, 1);
        assertThat(failure(outcome(calls, id, first))).contains("Another rescaling");
        assertThat(outcome(calls, id, second).at("/operation")).isEmpty();
        assertThat(bounds(id)).containsOnly("{\"lowerBound\":1,\"upperBound\":1}");

        String third = rescale(calls, id, TOO_MANY);
        calls.call(202, "PATCH", "/jobs/" + id + "?mode=cancel", null);
        assertThat(failure(outcome(calls, id, third))).contains(" ended", "CANCELED");
    }

    /** With an earlier one in progress: what the job asked for before that is what comes back. */
    @Test
    void refused() {
        String id = run();
        List<String> before = bounds(id);
        rescale(calls, id, TOO_MANY);
        String refused = rescale(calls, id, 200);
        JsonNode cause = outcome(calls, id, refused).at("/operation/failure-cause");
        assertThat(cause.path("class").asText())
                .isEqualTo("org.apache.flink.runtime.rest.handler.RestHandlerException");
        assertThat(cause.path("stack-trace").asText()).contains("exceeds its maximum parallelism 128");
        assertThat(bounds(id)).isEqualTo(before);

        for (String query : List.of("", "?parallelism=", "?parallelism=0", "?parallelism=-1", "?parallelism=two")) {
            calls.call(400, "PATCH", "/jobs/" + id + "/rescaling" + query, null);
        }
        calls.call(400, "PATCH", "/jobs/nonsense/rescaling?parallelism=2", null);
        calls.call(404, "PATCH", "/jobs/" + "0".repeat(32) + "/rescaling?parallelism=2", null);
        calls.get(400, "/jobs/" + id + "/rescaling/nonsense");
        calls.get(404, "/jobs/" + id + "/rescaling/" + "0".repeat(32));
        cancel(id);
    }

    /** A service of its own in front of the same engine, which starts again while a rescaling is in progress. */
    @Test
    void tooFewSlotsAcrossARestartOfTheService(@TempDir Path otherDir) {
        String id = run();
        List<String> before = bounds(id);
        String trigger;
        try (TestService other = inFront(otherDir, PATIENCE)) {
            ContractCalls otherCalls = calls.to(other);
            trigger = rescale(otherCalls, id, TOO_MANY);
            assertThat(otherCalls.get("/jobs/" + id + "/rescaling/" + trigger).toString())
                    .isEqualTo("{\"status\":{\"id\":\"IN_PROGRESS\"},\"operation\":null}");
            assertThat(bounds(id)).containsOnly("{\"lowerBound\":9,\"upperBound\":9}");
            assertThat(parallelisms(id)).containsOnly(2);
            // And one that takes its place, of which the engine never gets to know.
            trigger = rescale(otherCalls, id, TOO_MANY - 1);
        }
        require(id, TOO_MANY);
        try (TestService other = inFront(otherDir, Duration.ofSeconds(1))) {
            assertThat(failure(outcome(calls.to(other), id, trigger)))
                    .contains("jobledger.flink.rescale-timeout", "slots", "in force again");
        }
        assertThat(bounds(id)).isEqualTo(before);
        // Without a restart: nothing was done by halves.
        String vertex = calls.get("/jobs/" + id).at("/vertices/0/id").asText();
        assertThat(calls.get("/jobs/" + id + "/vertices/" + vertex).findValues("attempt"))
                .extracting(JsonNode::asInt)
                .containsOnly(0);
        cancel(id);
    }

    /** What a service leaves that ends between two steps: its rows, and an engine that was not asked for anything. */
    @Test
    void cutOffByACrash() {
        String id = run();
        String former = calls.get("/jobs/" + id + "/resource-requirements").toString();
        String line = "PATCH /jobs/" + id + "/rescaling?parallelism=1";

        String unplanned = begin(id, line);
        assertThat(failure(outcome(calls, id, unplanned))).contains("before it had asked the engine for anything");

        String planned = begin(id, line + "\n{\"parallelism\":1,\"former\":" + former + "}");
        assertThat(outcome(calls, id, planned).at("/operation")).isEmpty();
        assertThat(parallelisms(id)).containsOnly(1);

        String overtaken = begin(id, line + "\n{\"parallelism\":3,\"former\":" + former + "}");
        assertThat(failure(outcome(calls, id, overtaken))).contains("Other resource requirements");
        assertThat(parallelisms(id)).containsOnly(1);

        require(id, TOO_MANY);
        String superseding =
                begin(id, line + "\n{\"parallelism\":2,\"former\":" + former + ",\"superseded\":[" + TOO_MANY + "]}");
        assertThat(outcome(calls, id, superseding).at("/operation")).isEmpty();
        assertThat(parallelisms(id)).containsOnly(2);
        assertThat(bounds(id)).containsOnly("{\"lowerBound\":1,\"upperBound\":2}");
        cancel(id);
    }

    /** Nobody polls for ever for want of an engine. */
    @Test
    void withoutAnEngine(@TempDir Path otherDir) throws Exception {
        String id = "f".repeat(32);
        Map<String, Object> nowhere = Map.of(
                "jobledger.flink.mode",
                "remote",
                "jobledger.flink.url",
                "http://127.0.0.1:" + FreePort.onLoopback(),
                "jobledger.flink.cluster",
                "nowhere");
        String request = "PATCH\n{\"parallelism\":3,\"former\":{}}";
        long anHourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        String pending;
        try (TestService other = TestService.start(otherDir, nowhere)) {
            String late = begin(other, id, anHourAgo, request);
            pending = begin(
                    other, id, System.currentTimeMillis() + Duration.ofHours(1).toMillis(), request);
            assertThat(failure(outcome(calls.to(other), id, late)))
                    .contains("jobledger.flink.rescale-timeout", "did not answer", "could not be restored");
            assertThat(calls.to(other)
                            .get("/jobs/" + id + "/rescaling/" + pending)
                            .at("/status/id")
                            .asText())
                    .isEqualTo("IN_PROGRESS");
        }
        Map<String, Object> off = Map.of("jobledger.flink.mode", "off", "jobledger.flink.cluster", "nowhere");
        try (TestService other = TestService.start(otherDir, off)) {
            assertThat(failure(outcome(calls.to(other), id, pending)))
                    .contains("jobledger.flink.mode", "could not be restored");
        }
    }

    private static String begin(String id, String request) {
        return begin(service, id, System.currentTimeMillis(), request);
    }

    private static String begin(TestService service, String id, long requestedAt, String request) {
        String trigger = UUID.randomUUID().toString().replace("-", "");
        service.bean(OperationLog.class)
                .begin(new NewOperation(
                        EmbeddedFlink.NAME,
                        service.cluster("flink").name(),
                        id,
                        OperationKind.RESCALING,
                        trigger,
                        requestedAt,
                        null,
                        request));
        return trigger;
    }

    @Test
    @ResourceLock("flink")
    void defaultSchedulerNamesTheKnob() {
        TestService shared = TestService.shared();
        String id = shared.run("stream");
        shared.awaitState(id, "RUNNING");
        JsonNode answer = calls.to(shared).call(503, "PATCH", "/jobs/" + id + "/rescaling?parallelism=1", null);
        assertThat(answer.at("/errors/0").asText()).contains("jobledger.flink.scheduler: adaptive");
        calls.to(shared).call(202, "PATCH", "/jobs/" + id + "?mode=cancel", null);
    }

    private static TestService inFront(Path dataDir, Duration timeout) {
        TestService other = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode",
                        "remote",
                        "jobledger.flink.url",
                        service.engineUrl().toString(),
                        "jobledger.flink.unresponsive-after",
                        "60s",
                        "jobledger.flink.rescale-timeout",
                        timeout));
        Awaitility.await("the engine is there")
                .atMost(Duration.ofSeconds(60))
                .until(() -> other.engine().session().isPresent());
        return other;
    }

    /** A job that runs with two of everything. */
    private static String run() {
        String id = service.run("stream");
        Awaitility.await("job " + id + " runs")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> calls.get("/jobs/" + id).path("vertices"),
                        vertices -> vertices.findValues("status").stream()
                                .allMatch(status -> status.asText().equals("RUNNING")));
        return id;
    }

    private static void cancel(String id) {
        calls.call(202, "PATCH", "/jobs/" + id + "?mode=cancel", null);
    }

    private static String rescale(ContractCalls calls, String id, int parallelism) {
        String trigger = calls.call(200, "PATCH", "/jobs/" + id + "/rescaling?parallelism=" + parallelism, null)
                .path("request-id")
                .asText();
        assertThat(trigger).matches("[0-9a-f]{32}");
        return trigger;
    }

    private static JsonNode outcome(ContractCalls calls, String id, String trigger) {
        String target = "/jobs/" + id + "/rescaling/" + trigger;
        return Awaitility.await("outcome of " + target)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> calls.get(target),
                        answer -> answer.at("/status/id").asText().equals("COMPLETED"));
    }

    private static String failure(JsonNode outcome) {
        return outcome.at("/operation/failure-cause/stack-trace").asText();
    }

    private static List<Integer> parallelisms(String id) {
        return calls.get("/jobs/" + id).path("vertices").findValues("parallelism").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    /** Past every rescaling: as if a request to the engine had been lost, or somebody else had made one. */
    private static void require(String id, int parallelism) {
        String target = "/jobs/" + id + "/resource-requirements";
        String exactly = calls.get(target).toString().replaceAll("Bound\":\\d+", "Bound\":" + parallelism);
        calls.call(200, "PUT", target, exactly);
        assertThat(bounds(id)).containsOnly("{\"lowerBound\":" + parallelism + ",\"upperBound\":" + parallelism + "}");
    }

    private static List<String> bounds(String id) {
        List<String> bounds = new ArrayList<>();
        calls.get("/jobs/" + id + "/resource-requirements")
                .forEach(vertex -> bounds.add(vertex.path("parallelism").toString()));
        assertThat(bounds).isNotEmpty();
        return bounds;
    }

    /** Waits until the ledger has rows of these attempts: vertex, subtask, attempt, and the status where it matters. */
    private static void awaitRecorded(String id, String... attempts) {
        Ledger ledger = service.bean(Ledger.class);
        EngineCluster cluster = service.cluster("flink");
        Awaitility.await("attempts are recorded")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    TreeSet<String> recorded = new TreeSet<>();
                    ledger.attempts(ledger.newestRun(cluster.job(id))
                                    .orElseThrow()
                                    .id())
                            .forEach(attempt -> {
                                String name = attempt.vertexId() + '/' + attempt.subtask() + '/' + attempt.attempt();
                                recorded.add(name);
                                recorded.add(name + ' ' + attempt.status());
                            });
                    assertThat(recorded).contains(attempts);
                });
    }
}
