package io.jobledger.flink.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineState;
import io.jobledger.http.Json;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.MetricSample;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** In front of a cluster that runs anyway: one that is there, that hangs, and that went on without us. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ResourceLock("flink-pair")
class RemoteFlinkTest {
    @TempDir
    private static Path dataDir;

    private static FlinkPair flink;
    private static TestService service;
    private static String failed;
    private static String stream;

    @BeforeAll
    static void start() {
        flink = FlinkPair.shared();
        service = startService();
        failed = service.run("fail");
        stream = service.run("stream");
    }

    private static TestService startService() {
        return TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode",
                        "remote",
                        "jobledger.flink.url",
                        flink.url() + "/",
                        "jobledger.flink.cluster",
                        "production",
                        "jobledger.flink.unresponsive-after",
                        "5s"));
    }

    @AfterAll
    static void stop() {
        service.send("PATCH", "/jobs/" + stream + "?mode=cancel", null);
        service.close();
    }

    /** Of this version nothing is missing, so nothing is touched. */
    @Test
    @Order(1)
    void itsAnswersArePassedOnAsTheyAre() {
        service.awaitState(failed, "FAILED");
        String vertex = service.json(service.getFromEngine("/jobs/" + failed))
                .get("vertices")
                .get(0)
                .get("id")
                .getStringValue();
        List<String> targets = List.of(
                "/jobs/" + failed + "/exceptions",
                "/jobs/" + failed + "/vertices/" + vertex + "/subtasks/0",
                "/jobs/" + failed + "/vertices/" + vertex + "/subtasks/accumulators");
        for (String target : targets) {
            assertThat(service.get(target).body())
                    .as(target)
                    .isEqualTo(service.getFromEngine(target).body());
        }
        service.awaitSealed(failed);
        for (String target : targets) {
            assertThat(service.get(target).body())
                    .as(target)
                    .isEqualTo(service.getFromEngine(target).body());
        }
        assertThat(run(failed).key().cluster()).isEqualTo("production");
    }

    @Test
    @Order(2)
    void whatWentThroughEachVertexIsOnRecord() {
        service.awaitSealed(failed);
        List<MetricSample> samples =
                service.bean(Ledger.class).samples(run(failed).id());
        JsonNode job = service.json(service.getFromEngine("/jobs/" + failed));
        // What the engine told out of its cache just after the end stands behind it, as told then.
        long end = job.get("end-time").getLongValue();
        MetricSample last = samples.stream()
                .filter(sample -> sample.time() == end)
                .findFirst()
                .orElseThrow();
        JsonNode recorded = service.bean(Json.class).read(last.metrics()).get("vertices");
        for (JsonNode vertex : job.get("vertices").values()) {
            JsonNode ofVertex = recorded.get(vertex.get("id").getStringValue());
            for (String metric : List.of("read-records", "write-records", "read-bytes", "write-bytes")) {
                assertThat(ofVertex.get(metric)).isEqualTo(vertex.get("metrics").get(metric));
            }
        }
    }

    @Test
    @Order(3)
    void whileItHangsHistoryGoesOnAndLiveCallsAreTurnedAway() {
        service.awaitState(stream, "RUNNING");
        until("the stream is recorded", () -> run(stream) != null);
        EngineSession before = service.engine().session().orElseThrow();
        String document = service.get("/jobs/" + failed).body();
        assertThat(service.get("/overview").statusCode()).isEqualTo(200);
        flink.suspend();
        try {
            // Nobody knows yet that it hangs: a call that is under way is not left to its time limit.
            assertTurnedAway(service.get("/taskmanagers"));
            until("it is taken to be away", () -> service.engine().state() == EngineState.DOWN);

            for (String target : List.of("/taskmanagers", "/jobmanager/log", "/jobs/" + "ab".repeat(16))) {
                assertTurnedAway(service.get(target));
            }
            assertTurnedAway(service.send("POST", "/jars/" + service.jarId() + "/run", "{}"));
            assertTurnedAway(service.send("PATCH", "/jobs/" + stream + "?mode=cancel", null));

            assertThat(service.get("/jobs/" + failed).body()).isEqualTo(document);
            assertThat(service.state(stream)).as("as last known").isEqualTo("RUNNING");
            assertThat(service.get("/jobs/overview").body()).contains(failed, stream);
            assertThat(service.get("/overview").statusCode()).isEqualTo(200);
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
            JsonNode engine =
                    service.json(service.get("/health")).get("details").get("engine-flink");
            assertThat(engine.get("status").getStringValue()).isEqualTo("UNKNOWN");
            assertThat(engine.get("details").get("state").getStringValue()).isEqualTo("DOWN");
        } finally {
            flink.resume();
        }
        until("it is back", () -> service.engine().state() == EngineState.RUNNING);
        assertThat(service.engine().session().orElseThrow().incarnation()).isGreaterThan(before.incarnation());
        until("its calls are answered", () -> service.get("/taskmanagers").statusCode() == 200);
        service.awaitState(stream, "RUNNING");
        long observed = run(stream).observedAt();
        until("the recorder goes on", () -> run(stream).observedAt() > observed);
    }

    /** It remembers ten checkpoints, and makes more than that while the service is away. */
    @Test
    @Order(4)
    void theRecorderCatchesUpAndSaysWhatItMissed() {
        service.close();
        String checkpoints = "/jobs/" + stream + "/checkpoints";
        long recorded = total(flink.get(checkpoints));
        until(
                "the engine has made checkpoints that nobody recorded",
                () -> total(flink.get(checkpoints)) > recorded + 25);
        service = startService();
        Ledger ledger = service.bean(Ledger.class);
        until("the gap is stated", () -> ledger.missingCheckpoints(run(stream).id()) > 0);

        String other = service.run("batch");
        service.send("PATCH", "/jobs/" + stream + "?mode=cancel", null);
        service.awaitSealed(stream);
        service.awaitSealed(other);
        long run = run(stream).id();
        long recordedAsGood = ledger.checkpoints(run).stream()
                .filter(checkpoint -> !checkpoint.status().equals(Checkpoint.FAILED))
                .count();
        // Some of the failed ones are counted by the engine, and listed nowhere.
        assertThat(recordedAsGood + ledger.failedCheckpoints(run) + ledger.missingCheckpoints(run))
                .isEqualTo(total(service.get(checkpoints).body()));
        assertThat(ledger.missingCheckpoints(run(other).id())).isZero();
    }

    private static void assertTurnedAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After").orElseThrow()).containsOnlyDigits();
        assertThat(service.json(answer).get("errors").get(0).getStringValue()).containsIgnoringCase("flink");
    }

    private static long total(String checkpoints) {
        Matcher total = Pattern.compile("\"total\":(\\d+)").matcher(checkpoints);
        assertThat(total.find()).as(checkpoints).isTrue();
        return Long.parseLong(total.group(1));
    }

    private static JobRun run(String job) {
        return service.bean(Ledger.class)
                .newestRun(service.cluster("flink").job(job))
                .orElse(null);
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
