package io.jobledger.seatunnel.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.StateChange;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two services record one node that is none of theirs and to which all jobs are submitted past them: one that can read its
 * checkpoints, and one that cannot.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteRecordingTest {
    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final String SEED_JOB = SeaTunnelCorpus.text("/seeds/seatunnel-submit-job.json");
    private static final String STREAM = """
            {"env": {"job.mode": "STREAMING", "checkpoint.interval": 500},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 1,
                         "split.read-interval": 500, "schema": {"fields": {"name": "string"}}}],
             "transform": [],
             "sink": [{"plugin_name": "Console", "source_table_name": ["fake"]}]}
            """;

    @TempDir
    private static Path sightedDir;

    @TempDir
    private static Path blindDir;

    private static SeaTunnelNode node;
    private static TestService sighted;
    private static TestService blind;

    @BeforeAll
    static void start() {
        node = SeaTunnelNode.start();
        sighted = service(
                sightedDir,
                Map.of("jobledger.seatunnel.checkpoint-dir", node.checkpoints().toString()));
        blind = service(blindDir, Map.of());
    }

    private static TestService service(Path dataDir, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("jobledger.flink.mode", "off");
        properties.put("jobledger.seatunnel.mode", "remote");
        properties.put("jobledger.seatunnel.url", node.url());
        return TestService.start(dataDir, properties);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : Arrays.asList(sighted, blind, node)) {
            // A start that failed leaves the rest null.
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    @Order(1)
    void jobsAreListedInTheOrderOfTheirEnds() {
        for (int job = 21; job <= 24; job++) {
            node.post(MAPS + "submit-job?jobId=" + job, SEED_JOB);
        }
        until(() -> assertThat(ids(node.get(MAPS + "finished-jobs"))).hasSize(4));
        for (TestService service : List.of(sighted, blind)) {
            until(() -> assertThat(ids(service.get(MAPS + "finished-jobs").body()))
                    .containsExactlyInAnyOrder("21", "22", "23", "24"));
            // Of those that ended within one second, the node does not say which did so first.
            List<String> times = new ArrayList<>();
            SeaTunnelCorpus.parse(service.get(MAPS + "finished-jobs").body())
                    .values()
                    .forEach(job -> times.add(job.get("finishTime").getStringValue()));
            assertThat(times).isSorted();
            assertThat(states(service, run(service, "21")))
                    .startsWith("CREATED")
                    .endsWith("FINISHED");
        }
    }

    @Test
    @Order(2)
    void checkpointsAreRecordedOrSaidNotToBe() {
        node.post(MAPS + "submit-job?jobId=31", STREAM);
        awaitRecorded(sighted, "31");
        until(() ->
                assertThat(ledger(sighted).checkpoints(run(sighted, "31").id())).hasSizeGreaterThan(2));
        assertThat(ledger(sighted).document(run(sighted, "31").id(), "/checkpoints"))
                .isEmpty();
        until(() -> assertThat(
                        ledger(blind).newestRun(blind.cluster("seatunnel").job("31")))
                .isPresent());
        JobRun unseen = run(blind, "31");
        assertThat(ledger(blind).checkpoints(unseen.id())).isEmpty();
        assertThat(ledger(blind).document(unseen.id(), "/checkpoints"))
                .hasValueSatisfying(said -> assertThat(said.status()).isEqualTo(404))
                .map(Document::body)
                .hasValueSatisfying(body -> assertThat(body).asString().contains("jobledger.seatunnel.checkpoint-dir"));
    }

    @Test
    @Order(3)
    void whatEndsWhileTheServiceIsAwayIsRecordedLater() {
        // Without a checkpoint that its end could meet: the engine would let it fail.
        node.post(
                MAPS + "submit-job?jobId=32",
                STREAM.replace("\"checkpoint.interval\": 500", "\"checkpoint.interval\": 60000"));
        awaitRecorded(blind, "32");
        blind.close();
        node.post(MAPS + "stop-job", "{\"jobId\":32}");
        until(() -> assertThat(ids(node.get(MAPS + "finished-jobs/CANCELED"))).contains("32"));
        blind = service(blindDir, Map.of());
        for (TestService service : List.of(sighted, blind)) {
            until(() -> assertThat(
                            ids(service.get(MAPS + "finished-jobs/canceled").body()))
                    .containsExactly("32"));
        }
        assertThat(run(blind, "32").closure()).isEqualTo(Closure.SEALED);
    }

    /** The node keeps nothing over its restart. */
    @Test
    @Order(4)
    void whatTheNodeForgetsIsKept() {
        String finished = blind.get(MAPS + "job-info/21").body();
        List<String> ended = ids(blind.get(MAPS + "finished-jobs").body());
        node.restart();
        for (TestService service : List.of(sighted, blind)) {
            until(() -> assertThat(state(service, "31")).isEqualTo("UNKNOWABLE"));
            assertThat(ids(service.get(MAPS + "finished-jobs/UNKNOWABLE").body()))
                    .containsExactly("31");
            assertThat(run(service, "31").closure()).isEqualTo(Closure.LOST);
            assertThat(states(service, run(service, "31"))).endsWith("UNKNOWABLE");
        }
        assertThat(blind.get(MAPS + "job-info/21").body()).isEqualTo(finished);
        assertThat(ids(blind.get(MAPS + "finished-jobs").body()))
                .containsAll(ended)
                .contains("31")
                .doesNotHaveDuplicates();
    }

    @Test
    @Order(5)
    void lostJobComesBackAsAnotherRun() {
        node.post(MAPS + "submit-job?jobId=31&isStartWithSavePoint=true", STREAM);
        for (TestService service : List.of(sighted, blind)) {
            until(() -> assertThat(state(service, "31")).isEqualTo("RUNNING"));
            assertThat(ids(service.get(MAPS + "finished-jobs").body())).doesNotContain("31");
            assertThat(ledger(service).runs(run(service, "31").key()))
                    .extracting(JobRun::state)
                    .last()
                    .isEqualTo("UNKNOWABLE");
        }
    }

    private static List<String> ids(String jobs) {
        List<String> ids = new ArrayList<>();
        for (JsonNode job : SeaTunnelCorpus.parse(jobs).values()) {
            ids.add(job.get("jobId").getStringValue());
        }
        return ids;
    }

    private static String state(TestService service, String job) {
        JsonNode state = service.json(service.get(MAPS + "job-info/" + job)).get("jobStatus");
        return state == null ? "" : state.getStringValue();
    }

    private static List<String> states(TestService service, JobRun run) {
        return ledger(service).states(run.id()).stream().map(StateChange::state).toList();
    }

    private static void awaitRecorded(TestService service, String job) {
        until(() -> assertThat(
                        ledger(service).newestRun(service.cluster("seatunnel").job(job)))
                .isPresent());
    }

    private static JobRun run(TestService service, String job) {
        return ledger(service).newestRun(service.cluster("seatunnel").job(job)).orElseThrow();
    }

    private static Ledger ledger(TestService service) {
        return service.bean(Ledger.class);
    }

    private static void until(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(120)).untilAsserted(assertion);
    }
}
