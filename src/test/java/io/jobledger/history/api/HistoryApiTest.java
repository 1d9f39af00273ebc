package io.jobledger.history.api;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.checkpoint;
import static io.jobledger.ledger.Snapshots.document;
import static io.jobledger.ledger.Snapshots.exception;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.history.HistoryService;
import io.jobledger.history.contract.HistoryContract;
import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Snapshots;
import io.jobledger.ledger.Vertex;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Every call of the contract, on a service that has recorded a few jobs; each answer is held against the contract. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryApiTest {
    private static final JobKey FLINK = new JobKey("flink", "local", "6d9bb97794dc32cb8f6da399b24d3dea");
    private static final JobKey OTHER = new JobKey("flink", "elsewhere", "0a5df9d5ce74b7fd2e21d1e3f8b2f1f4");
    private static final JobKey SEATUNNEL = new JobKey("seatunnel", "local", "733584788375666689");
    private static final String JOB = HistoryService.path(FLINK);

    /** When the second run of {@link #FLINK} began. */
    private static final long AGAIN = START + 60_000;

    private static final Set<String> CALLED = new TreeSet<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static HistoryService history;

    @BeforeAll
    static void record() {
        history = HistoryService.start(Map.of(
                "jobledger.flink.cluster",
                "local",
                "jobledger.seatunnel.cluster",
                "local",
                "jobledger.history.retention.rules",
                List.of(Map.of("state", "FAILED", "max-count", 0))));
        history.record(Snapshots.sealed(FLINK)
                .documents(
                        List.of(document("/config", "{\"jid\":\"x\",\"execution-config\":{\"job-parallelism\":1}}"))));
        history.record(Snapshots.sealed(FLINK)
                .startTime(AGAIN)
                .endTime(AGAIN + 20_000)
                .observedAt(AGAIN + 30_000)
                .state("FAILED")
                .checkpoints(List.of(checkpoint(7, "FAILED"), checkpoint(8, "COMPLETED"), checkpoint(9, "COMPLETED")))
                .checkpointsTotal(5L)
                .checkpointsFailed(2L)
                .vertices(List.of(
                        new Vertex("v1", 0, "Source: in", 4, 128, "FAILED", AGAIN, AGAIN + 10),
                        new Vertex("v2", 1, "Sink/out", 1, null, "CANCELED", null, null)))
                .attempts(List.of(new Attempt("v1", 3, 1, "FAILED", "worker-1", AGAIN, AGAIN + 10)))
                .exceptions(
                        List.of(exception(AGAIN + 5, "java.lang.Exception: a\nCaused by: java.io.IOException: gone")))
                .documents(List.of(
                        document("/config", "{\"jid\":\"x\",\"execution-config\":{\"job-parallelism\":4.50}}"))));
        history.record(Snapshots.sealed(OTHER).startTime(START + 5).endTime(START + 9_000));
        history.record(Snapshots.open(SEATUNNEL).name("rest_api_test").startTime(START + 10));
        OperationLog log = history.bean(OperationLog.class);
        long id = log.begin(new NewOperation(
                        "flink",
                        "local",
                        FLINK.jobId(),
                        OperationKind.SAVEPOINT,
                        "t1",
                        AGAIN + 1,
                        "127.0.0.1",
                        "x".repeat(5000)))
                .id();
        log.finish(id, OperationStatus.COMPLETED, 200, "{\"status\":{\"id\":\"COMPLETED\"}}", AGAIN + 2);
        log.begin(new NewOperation(
                "seatunnel", "local", null, OperationKind.SUBMIT, null, START + 3, null, "{\"config\":{}}"));
    }

    @AfterAll
    static void stop() {
        history.close();
    }

    @Test
    @Order(1)
    void jobsAreFound() {
        assertThat(names("/history/jobs")).containsExactly("FAILED 2 true", "RUNNING 1 true", "FINISHED 1 true");
        assertThat(names("/history/jobs?runs=all&engine=flink&cluster=local&sort=end&order=asc"))
                .containsExactly("FINISHED 1 false", "FAILED 2 true");
        assertThat(names("/history/jobs?state=FAILED&state=RUNNING&sort=duration"))
                .containsExactly("RUNNING 1 true", "FAILED 2 true");
        assertThat(names("/history/jobs?exception=GONE")).containsExactly("FAILED 2 true");
        assertThat(names("/history/jobs?name=rest_api_test")).containsExactly("RUNNING 1 true");
        assertThat(names("/history/jobs?namePrefix=probe&durationMin=20000&durationMax=20000"))
                .containsExactly("FAILED 2 true");
        assertThat(names("/history/jobs?nameContains=API")).containsExactly("RUNNING 1 true");
        assertThat(names("/history/jobs?startedFrom=" + (START + 5) + "&startedTo=" + (START + 10)))
                .containsExactly("FINISHED 1 true");
        assertThat(names("/history/jobs?finishedFrom=" + (AGAIN + 20_000) + "&finishedTo=" + (AGAIN + 20_001)))
                .containsExactly("FAILED 2 true");
        JsonNode running = get("/history/jobs?engine=seatunnel").at("/jobs/0");
        assertThat(running.get("endTime").isNull()).isTrue();
        assertThat(running.get("duration").isNull()).isTrue();
        assertThat(running.get("closure").asText()).isEqualTo("OPEN");
    }

    @Test
    @Order(1)
    void pagesEndWithoutCursor() {
        JsonNode first = get("/history/jobs?limit=2");
        assertThat(first.get("jobs")).hasSize(2);
        JsonNode last =
                get("/history/jobs?limit=2&cursor=" + first.get("cursor").asText());
        assertThat(last.get("jobs")).hasSize(1);
        assertThat(last.has("cursor")).isFalse();
    }

    @Test
    @Order(1)
    void recordHasEverything() {
        JsonNode job = get(JOB);

        assertThat(job.get("run").asInt()).isEqualTo(2);
        assertThat(job.get("state").asText()).isEqualTo("FAILED");
        assertThat(job.at("/states/1/state").asText()).isEqualTo("RUNNING");
        assertThat(job.at("/vertices/0/attempts/0/subtask").asInt()).isEqualTo(3);
        assertThat(job.at("/vertices/1/attempts")).isEmpty();
        assertThat(job.at("/vertices/1/maxParallelism").isNull()).isTrue();
        assertThat(job.at("/exceptions/0/text").asText()).contains("gone");
        assertThat(job.at("/checkpoints/byStatus").toString()).isEqualTo("{\"COMPLETED\":2,\"FAILED\":1}");
        assertThat(job.at("/checkpoints/recorded").asInt()).isEqualTo(3);
        assertThat(job.at("/checkpoints/failed").asInt()).isEqualTo(2);
        assertThat(job.at("/checkpoints/missing").asInt()).isEqualTo(1);
        assertThat(job.at("/checkpoints/newest/0/checkpointId").asInt()).isEqualTo(9);
        assertThat(job.at("/config/execution-config/job-parallelism").asText()).isEqualTo("4.5");
        assertThat(job.at("/operations/0/request").asText()).hasSize(4096);
        assertThat(job.at("/runs").findValuesAsText("run")).containsExactly("2", "1");
        assertThat(job.at("/links/engine/0").asText()).isEqualTo("/jobs/" + FLINK.jobId());
    }

    @Test
    @Order(1)
    void runsAreToldApart() {
        JsonNode first = get(JOB + "?run=1");

        assertThat(first.get("newest").asBoolean()).isFalse();
        assertThat(first.get("state").asText()).isEqualTo("FINISHED");
        assertThat(first.at("/savepoints/0/path").asText()).isEqualTo("file:/sp/of/" + START);
        assertThat(first.at("/savepoints/0/run").asInt()).isEqualTo(1);
        assertThat(first.at("/links/engine")).isEmpty();
        assertThat(get(JOB + "/runs").get("runs").findValuesAsText("run")).containsExactly("2", "1");
        assertThat(get(JOB + "/checkpoints?run=1").get("checkpoints")).hasSize(2);
    }

    @Test
    @Order(1)
    void linksLead() {
        JsonNode links = get(JOB).get("links");
        for (String link : List.of("runs", "checkpoints", "exceptions", "states", "metrics")) {
            get(links.get(link).asText());
        }
        assertThat(links.get("engine")).hasSize(5);
        for (JsonNode link : links.get("engine")) {
            // The contract of the engine answers them; what this ledger has no document for it says so.
            assertThat(history.get(link.asText()).body()).doesNotContain("Unable to load");
        }
        assertThat(get(HistoryService.path(OTHER)).at("/links/engine")).isEmpty();
        assertThat(get(HistoryService.path(SEATUNNEL)).at("/links/engine/0").asText())
                .isEqualTo("/hazelcast/rest/maps/job-info/" + SEATUNNEL.jobId());
    }

    @Test
    @Order(1)
    void partsOfARunAreFiltered() {
        assertThat(get(JOB + "/checkpoints?status=COMPLETED&kind=CHECKPOINT").get("checkpoints"))
                .hasSize(2);
        assertThat(get(JOB + "/checkpoints?kind=SAVEPOINT").get("checkpoints")).isEmpty();
        assertThat(get(JOB + "/exceptions").get("exceptions")).hasSize(1);
        assertThat(get(JOB + "/states").get("states")).hasSize(2);
        assertThat(get(JOB + "/metrics")
                        .at("/metrics/0/metrics/SourceReceivedCount")
                        .asText())
                .isEqualTo("5");
        assertThat(get(HistoryService.path(SEATUNNEL)).get("config").isNull()).isTrue();
    }

    @Test
    @Order(1)
    void runsAreCompared() {
        String left = HistoryService.encoded("flink/local/" + FLINK.jobId() + "/1");
        String right = HistoryService.encoded("flink/local/" + FLINK.jobId());

        JsonNode comparison = get("/history/compare?left=" + left + "&right=" + right);

        assertThat(comparison.at("/left/run").asInt()).isEqualTo(1);
        assertThat(comparison.at("/right/run").asInt()).isEqualTo(2);
        List<String> differences = new ArrayList<>();
        comparison
                .get("differences")
                .forEach(difference -> differences.add(difference.get("path").asText() + ": " + difference.get("left")
                        + " " + difference.get("right")));
        assertThat(differences)
                .contains(
                        "/state: \"FINISHED\" \"FAILED\"",
                        "/duration: 8539 20000",
                        "/config/execution-config/job-parallelism: 1 4.5",
                        "/checkpoints/byStatus/FAILED: null 1")
                .anySatisfy(path -> assertThat(path).startsWith("/vertices/Sink~1out: null"))
                .noneSatisfy(path -> assertThat(path).startsWith("/name"))
                .noneSatisfy(path -> assertThat(path).startsWith("/config/jid"));
        assertThat(get("/history/compare?left=" + left + "&right=" + left).get("differences"))
                .isEmpty();
    }

    @Test
    @Order(1)
    void exceptionsAreGrouped() {
        JsonNode found = get("/history/exceptions?text=GONE&engine=flink&cluster=local&seenFrom=" + AGAIN);
        assertThat(found.get("exceptions")).hasSize(1);
        assertThat(found.at("/exceptions/0/rootCause").asText()).isEqualTo("java.io.IOException");
        assertThat(found.at("/exceptions/0/message").asText()).isEqualTo("gone");
        assertThat(found.at("/exceptions/0/jobs").asInt()).isEqualTo(1);
        assertThat(get("/history/exceptions").get("exceptions")).hasSize(2);
        assertThat(get("/history/exceptions?text=nowhere").get("exceptions")).isEmpty();
    }

    @Test
    @Order(1)
    void savepointsAndOperationsAreListed() {
        assertThat(get("/history/savepoints").get("savepoints")).hasSize(2);
        assertThat(get("/history/savepoints?disposed=true").get("savepoints")).isEmpty();
        JsonNode savepoint = get("/history/savepoints?jobId=" + FLINK.jobId() + "&disposed=false")
                .at("/savepoints/0");
        assertThat(savepoint.get("jobName").asText()).isEqualTo("probe-stream");
        assertThat(savepoint.get("disposedAt").isNull()).isTrue();

        assertThat(get("/history/operations").get("operations").findValuesAsText("kind"))
                .containsExactly("SAVEPOINT", "SUBMIT");
        assertThat(get("/history/operations?kind=SUBMIT&kind=STOP&status=IN_PROGRESS")
                        .get("operations"))
                .hasSize(1);
        assertThat(get("/history/operations?jobId=" + FLINK.jobId() + "&requestedTo=" + (AGAIN + 1))
                        .get("operations"))
                .isEmpty();
    }

    @Test
    @Order(1)
    void statisticsAreByWhatIsAsked() {
        JsonNode all = get("/history/statistics").at("/statistics/0");
        assertThat(all.get("jobs").asInt()).isEqualTo(4);
        assertThat(all.get("ended").asInt()).isEqualTo(3);
        assertThat(all.get("day").isNull()).isTrue();
        JsonNode grouped = get("/history/statistics?by=day,engine&by=state&engine=flink");
        assertThat(grouped.get("errorBound").asDouble()).isEqualTo(0.01);
        assertThat(grouped.get("statistics")).hasSize(2);
        assertThat(grouped.at("/statistics/0/day").asLong()).isEqualTo(START / 86_400_000 * 86_400_000);
        assertThat(grouped.at("/statistics/0/engine").asText()).isEqualTo("flink");
        assertThat(grouped.at("/statistics/0/p50").asLong()).isBetween(19_800L, 20_200L);
    }

    @Test
    @Order(1)
    void directoriesAreImported(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("0123456789abcdef0123456789abcdef"), "{\"archive\":[");
        long id = call(202, "POST", "/history/imports", "{\"directory\":\"" + directory + "\"}")
                .get("id")
                .asLong();
        String path = "/history/imports/" + id;

        Awaitility.await().until(() -> get(path).get("state").asText().equals("COMPLETED"));

        JsonNode ended = get(path);
        assertThat(ended.get("directory").asText()).isEqualTo(directory.toString());
        assertThat(ended.get("cluster").asText()).isEqualTo("local");
        assertThat(ended.get("quarantined").asInt()).isEqualTo(1);
        assertThat(get("/history/imports?limit=1").at("/imports/0/id").asLong()).isEqualTo(id);
        JsonNode file = get(path + "/quarantine").at("/files/0");
        assertThat(file.get("file").asText()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(file.get("reason").asText()).isNotEmpty();
        assertThat(call(202, "POST", path + "/resume", null).get("state").asText())
                .isEqualTo("RUNNING");
        assertThat(call(200, "POST", path + "/cancel", null).get("id").asLong()).isEqualTo(id);
        call(404, "POST", "/history/imports/999/resume", null);
        call(404, "GET", "/history/imports/999/quarantine", null);
    }

    @Test
    @Order(1)
    void pagesOfImportsTakeTheirOwnCursors(@TempDir Path directory) throws IOException {
        List<String> imports = new ArrayList<>();
        for (String name : List.of("one", "other")) {
            Path archives = Files.createDirectory(directory.resolve(name));
            for (String file : List.of("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210")) {
                Files.writeString(archives.resolve(file), "{");
                Files.setLastModifiedTime(archives.resolve(file), FileTime.fromMillis(START));
            }
            String path = "/history/imports/"
                    + call(202, "POST", "/history/imports", "{\"directory\":\"" + archives + "\"}")
                            .get("id")
                            .asText();
            Awaitility.await().until(() -> get(path).get("state").asText().equals("COMPLETED"));
            imports.add(path);
        }
        String ofAll = get("/history/imports?limit=1").get("cursor").asText();
        String ofOne = get(imports.get(0) + "/quarantine?limit=1").get("cursor").asText();

        assertThat(get("/history/imports?limit=1&cursor=" + ofAll)
                        .at("/imports/0/id")
                        .asText())
                .isEqualTo(imports.get(0).substring("/history/imports/".length()));
        JsonNode last = get(imports.get(0) + "/quarantine?limit=1&cursor=" + ofOne);
        assertThat(last.at("/files/0/file").asText()).isEqualTo("fedcba9876543210fedcba9876543210");
        assertThat(last.get("cursor")).isNull();
        for (String wrong : List.of(
                "/history/imports?cursor=" + ofOne,
                "/history/imports?cursor=2",
                imports.get(0) + "/quarantine?cursor=" + ofAll,
                imports.get(0) + "/quarantine?cursor=0123456789abcdef0123456789abcdef",
                imports.get(1) + "/quarantine?cursor=" + ofOne)) {
            assertThat(call(400, "GET", wrong, null).at("/errors/0").asText())
                    .isEqualTo("The parameter cursor takes one that this very question was answered with.");
        }
    }

    @Test
    @Order(1)
    void retentionSaysWhatWouldGo() {
        JsonNode retention = get("/history/retention");
        assertThat(retention.get("enabled").asBoolean()).isTrue();
        assertThat(retention.get("wouldDelete").asInt()).isEqualTo(1);
        JsonNode rule = retention.at("/rules/0");
        assertThat(rule.get("state").asText()).isEqualTo("FAILED");
        assertThat(rule.get("engine").isNull()).isTrue();
        assertThat(rule.get("maxCount").asInt()).isZero();
        assertThat(rule.at("/examples/0/run").asInt()).isEqualTo(2);
    }

    @Test
    @Order(1)
    void jobsAreExported() {
        Map.of("/history/jobs.csv", "text/csv", "/history/jobs.ndjson", "application/x-ndjson")
                .forEach((path, type) -> {
                    HttpResponse<String> answer = history.service().get(path + "?engine=flink&limit=1");
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.headers().firstValue("Content-Type"))
                            .hasValueSatisfying(sent -> assertThat(sent).startsWith(type));
                    assertThat(answer.body().lines()).hasSize(type.equals("text/csv") ? 2 : 1);
                    CALLED.add(HistoryContract.get()
                            .operation("GET", path)
                            .orElseThrow()
                            .id());
                });
    }

    @Test
    @Order(2)
    void everyCallWasMade() {
        Set<String> all = HistoryContract.get().operations().stream()
                .map(Operation::id)
                .collect(Collectors.toCollection(TreeSet::new));
        all.removeAll(CALLED);
        assertThat(all).isEmpty();
    }

    private static List<String> names(String target) {
        List<String> found = new ArrayList<>();
        get(target)
                .get("jobs")
                .forEach(job -> found.add(job.get("state").asText() + ' ' + job.get("run") + ' ' + job.get("newest")));
        return found;
    }

    private static JsonNode get(String target) {
        return call(200, "GET", target, null);
    }

    private static JsonNode call(int status, String method, String target, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        history.service().url().resolve(target))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        HttpResponse<String> answer =
                history.service().send(body == null ? request : request.header("Content-Type", "application/json"));
        assertThat(answer.statusCode()).as("%s: %s", target, answer.body()).isEqualTo(status);
        String path = target.replaceFirst("\\?.*", "");
        Operation operation = HistoryContract.get().operation(method, path).orElseThrow();
        assertThat(HistoryContract.get()
                        .validate(operation, path, status, "application/json", answer.body())
                        .getMessages())
                .as("%s: %s", target, answer.body())
                .isEmpty();
        CALLED.add(operation.id());
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
