package io.jobledger.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.embedded.FlinkProperties;
import io.jobledger.flink.remote.FlinkPair;
import io.jobledger.flink.wiring.FlinkKind;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import io.jobledger.seatunnel.embedded.SeaTunnelProperties;
import io.jobledger.seatunnel.remote.SeaTunnelNode;
import io.jobledger.seatunnel.wiring.SeaTunnelKind;
import io.jobledger.testing.TestService;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One service in front of two Flink clusters and two SeaTunnel nodes, each with a job of the same id. */
@Order(Integer.MAX_VALUE)
@ResourceLock("flink-pair")
class TwoClustersTest {
    private static final String FLINK_JOB = "00000000000000000000000000000abc";
    private static final String SEATUNNEL_JOB = "4711";
    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final String STREAM = """
            {"env": {"job.mode": "STREAMING", "checkpoint.interval": 1000},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 1,
                         "split.read-interval": 500, "schema": {"fields": {"name": "string"}}}],
             "transform": [],
             "sink": [{"plugin_name": "Console", "source_table_name": ["fake"]}]}
            """;

    @TempDir
    private static Path dataDir;

    private static SeaTunnelNode oneNode;
    private static SeaTunnelNode twoNode;
    private static FlinkPair twoPair;
    private static TestService service;

    @BeforeAll
    static void start() {
        FlinkPair onePair = FlinkPair.shared();
        twoPair = FlinkPair.start(FlinkPair.FLINK_1_20);
        oneNode = SeaTunnelNode.start();
        twoNode = SeaTunnelNode.start();
        service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode", "remote",
                        "jobledger.flink.url", onePair.url(),
                        "jobledger.flink.cluster", "one",
                        "jobledger.seatunnel.mode", "remote",
                        "jobledger.seatunnel.url", oneNode.url(),
                        "jobledger.seatunnel.cluster", "one"));
        service.bean(FlinkKind.class)
                .add(new FlinkProperties(
                        "remote",
                        "two",
                        twoPair.url().toString(),
                        null,
                        Duration.ofMinutes(1),
                        1,
                        1,
                        "default",
                        "",
                        null))
                .cluster()
                .start();
        service.bean(SeaTunnelKind.class)
                .add(new SeaTunnelProperties("remote", "two", twoNode.url().toString(), "", 1440, null, null))
                .cluster()
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {service, twoPair, oneNode, twoNode}) {
            // A start that failed leaves the rest null.
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    void nothingOfOneFlinkReachesTheOther() {
        String run = "/jars/" + service.jarId() + "/run";
        String body = "{\"programArgsList\":[\"--kind\",\"stream\"],\"parallelism\":1,\"jobId\":\"" + FLINK_JOB + "\"}";
        for (String cluster : List.of("one", "two")) {
            HttpResponse<String> submitted = ask(cluster, "POST", run, body);
            assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(200);
            await(() -> "RUNNING".equals(flinkState(cluster)) && tasksRun(cluster));
        }
        await(() -> run("flink", "one", FLINK_JOB) != null && run("flink", "two", FLINK_JOB) != null);

        // A savepoint of the second one's job.
        String trigger = json(ask(
                        "two",
                        "POST",
                        "/jobs/" + FLINK_JOB + "/savepoints",
                        "{\"target-directory\":\""
                                + dataDir.resolve("savepoints").toUri() + "\",\"cancel-job\":false}"))
                .get("request-id")
                .getStringValue();
        String outcome = "/jobs/" + FLINK_JOB + "/savepoints/" + trigger;
        await(() -> ask("two", "GET", outcome, null).body().contains("\"COMPLETED\""));
        assertThat(ask("two", "GET", outcome, null).body()).contains("\"location\"");
        assertThat(ask("one", "GET", outcome, null).statusCode()).isEqualTo(404);
        SavepointCatalogue savepoints = service.bean(SavepointCatalogue.class);
        await(() -> !savepoints.ofRun(run("flink", "two", FLINK_JOB).id()).isEmpty());
        assertThat(savepoints.ofRun(run("flink", "one", FLINK_JOB).id())).isEmpty();
        assertThat(kinds("one")).containsExactly(OperationKind.RUN);
        assertThat(kinds("two")).containsExactlyInAnyOrder(OperationKind.RUN, OperationKind.SAVEPOINT);

        // The end of the second one's job.
        assertThat(ask("two", "PATCH", "/jobs/" + FLINK_JOB + "?mode=cancel", null)
                        .statusCode())
                .isEqualTo(202);
        await(() -> run("flink", "two", FLINK_JOB).closure() == Closure.SEALED);
        assertThat(flinkState("two")).isEqualTo("CANCELED");
        assertThat(flinkState("one")).isEqualTo("RUNNING");
        assertThat(run("flink", "one", FLINK_JOB).closure()).isEqualTo(Closure.OPEN);
        assertThat(kinds("one")).containsExactly(OperationKind.RUN);

        // What is measured is of each.
        Ledger ledger = service.bean(Ledger.class);
        long one = run("flink", "one", FLINK_JOB).id();
        int before = ledger.samples(one).size();
        int ended = ledger.samples(run("flink", "two", FLINK_JOB).id()).size();
        assertThat(ended).isPositive();
        await(() -> ledger.samples(one).size() > before);
        assertThat(ledger.samples(run("flink", "two", FLINK_JOB).id())).hasSize(ended);
        assertThat(service.get("/prometheus").body())
                .contains("jobledger_recorder_lag_seconds{cluster=\"one\",engine=\"flink\"}")
                .contains("jobledger_recorder_lag_seconds{cluster=\"two\",engine=\"flink\"}");

        // The stop of the second one.
        assertThat(ask("two", "DELETE", "/cluster", null).statusCode()).isEqualTo(200);
        assertThat(ask("one", "GET", "/overview", null).body()).contains("\"taskmanagers\":1");
        assertThat(flinkState("one")).isEqualTo("RUNNING");
        assertThat(flinkState("two")).isEqualTo("CANCELED");
        assertThat(ask("one", "PATCH", "/jobs/" + FLINK_JOB + "?mode=cancel", null)
                        .statusCode())
                .isEqualTo(202);
        await(() -> run("flink", "one", FLINK_JOB).closure() == Closure.SEALED);
        assertThat(kinds("one")).containsExactlyInAnyOrder(OperationKind.RUN, OperationKind.CANCEL);
    }

    @Test
    void nothingOfOneSeaTunnelReachesTheOther() {
        String submit = MAPS + "submit-job?jobId=" + SEATUNNEL_JOB + "&jobName=";
        for (String cluster : List.of("one", "two")) {
            HttpResponse<String> submitted = ask(cluster, "POST", submit + "job-of-" + cluster, STREAM);
            assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(200);
            await(() -> info(cluster).contains("\"RUNNING\""));
            assertThat(info(cluster)).contains("job-of-" + cluster);
        }
        HttpResponse<String> stopped =
                ask("two", "POST", MAPS + "stop-job", "{\"jobId\":" + SEATUNNEL_JOB + ",\"isStopWithSavePoint\":true}");
        assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(200);
        await(() -> run("seatunnel", "two", SEATUNNEL_JOB).closure() == Closure.SEALED);
        assertThat(info("two")).contains("\"SAVEPOINT_DONE\"");
        assertThat(info("one")).contains("\"RUNNING\"").contains("job-of-one");
        assertThat(run("seatunnel", "one", SEATUNNEL_JOB).closure()).isEqualTo(Closure.OPEN);
        assertThat(ask("one", "GET", MAPS + "running-jobs", null).body()).contains("job-of-one");
        assertThat(ask("two", "GET", MAPS + "running-jobs", null).body()).isEqualTo("[]");
        assertThat(ask("one", "GET", MAPS + "finished-jobs", null).body()).isEqualTo("[]");
        assertThat(ask("two", "GET", MAPS + "finished-jobs", null).body()).contains("job-of-two");
        OperationLog log = service.bean(OperationLog.class);
        assertThat(log.ofJob(new JobKey("seatunnel", "one", SEATUNNEL_JOB)))
                .extracting(Operation::kind)
                .containsExactly(OperationKind.SUBMIT);
        assertThat(log.ofJob(new JobKey("seatunnel", "two", SEATUNNEL_JOB)))
                .extracting(Operation::kind)
                .containsExactlyInAnyOrder(OperationKind.SUBMIT, OperationKind.STOP);
    }

    @Test
    void unknownClusterIsNotFound() {
        assertThat(ask("three", "GET", "/overview", null).statusCode()).isEqualTo(404);
        assertThat(ask("three", "GET", MAPS + "running-jobs", null).statusCode())
                .isEqualTo(404);
    }

    private static String flinkState(String cluster) {
        HttpResponse<String> job = ask(cluster, "GET", "/jobs/" + FLINK_JOB, null);
        return job.statusCode() == 200 ? json(job).get("state").getStringValue() : "" + job.statusCode();
    }

    private static boolean tasksRun(String cluster) {
        for (JsonNode vertex : json(ask(cluster, "GET", "/jobs/" + FLINK_JOB, null))
                .get("vertices")
                .values()) {
            if (!vertex.get("tasks").get("RUNNING").equals(vertex.get("parallelism"))) {
                return false;
            }
        }
        return true;
    }

    private static String info(String cluster) {
        return ask(cluster, "GET", MAPS + "job-info/" + SEATUNNEL_JOB, null).body();
    }

    private static List<OperationKind> kinds(String cluster) {
        return service.bean(OperationLog.class).ofJob(new JobKey("flink", cluster, FLINK_JOB)).stream()
                .map(Operation::kind)
                .toList();
    }

    private static JobRun run(String engine, String cluster, String job) {
        return service.bean(Ledger.class)
                .newestRun(new JobKey(engine, cluster, job))
                .orElse(null);
    }

    private static HttpResponse<String> ask(String cluster, String method, String target, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.url().resolve(target))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return service.send(cluster.equals("one") ? request : request.header(WiredKind.HEADER, cluster));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return service.json(answer);
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(condition::getAsBoolean);
    }
}
