package io.jobledger.flink.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobledger.flink.api.ContractCalls;
import io.jobledger.testing.TestService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In front of a Flink 2.3: its jobs are run, recorded and sealed as any, and every answer has what the contract promises
 * although this engine no longer sends all of it.
 */
@Order(4)
class NewerFlinkTest {
    private static final Path FLINK_2_3 = Path.of("target/test-engines/flink-2.3/lib");

    @TempDir
    private static Path dataDir;

    @TempDir
    private static Path otherDataDir;

    private static FlinkPair flink;
    private static TestService service;
    private static ContractCalls calls;

    @BeforeAll
    static void start() {
        // The scheduler that has rescalings to tell of.
        flink = FlinkPair.start(
                FLINK_2_3,
                Map.of("jobmanager.scheduler", "adaptive", "web.adaptive-scheduler.rescale-history.size", "5"));
        service = start(
                dataDir, Map.of("jobledger.flink.archive-dir", flink.archive().toString()));
        calls = new ContractCalls(service);
    }

    private static TestService start(Path dataDir, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("jobledger.flink.mode", "remote");
        // A busy machine is no reason to turn anybody away here.
        settings.put("jobledger.flink.unresponsive-after", "60s");
        settings.put("jobledger.flink.url", flink.url().toString());
        TestService service = TestService.start(dataDir, settings);
        service.engineUrl();
        return service;
    }

    @AfterAll
    static void stop() {
        service.close();
        flink.close();
    }

    @Test
    void itsJobsAreServedAndRecordedAsTheContractSays() {
        assertThat(calls.get("/overview").path("flink-version").asText()).isEqualTo("2.3.0");
        String batch = service.run("batch");
        String stream = service.run("stream");
        // In a text, which this version would silently ignore.
        String failing = service.json(service.send(
                        "POST",
                        "/jars/" + service.jarId() + "/run",
                        "{\"programArgs\":\"--kind fail\",\"parallelism\":2}"))
                .get("jobid")
                .getStringValue();

        service.awaitState(stream, "RUNNING");
        until(
                "checkpoints",
                () -> calls.get("/jobs/" + stream + "/checkpoints")
                                .at("/counts/completed")
                                .asInt()
                        > 2);
        String savepoint = savepoint(stream);
        service.awaitState(failing, "FAILED");
        until("a checkpoint that can be read", () -> !readAll(stream).isEmpty());
        assertThat(readRescales(stream)).isNotEmpty();
        assertThat(calls.get("/applications/overview").path("applications"))
                .extracting(application -> application.path("id").asText())
                .contains(stream);
        readCluster();
        String stop = calls.call(202, "POST", "/jobs/" + stream + "/stop", "{}")
                .path("request-id")
                .asText();
        service.awaitState(stream, "FINISHED");
        until("the stop is done", () -> completed("/jobs/" + stream + "/savepoints/" + stop));

        for (String job : List.of(batch, stream, failing)) {
            service.awaitSealed(job);
        }
        List<JsonNode> batchDocuments = readAll(batch);
        List<JsonNode> failedDocuments = readAll(failing);
        readAll(stream);
        List<JsonNode> rescales = readRescales(failing);
        assertThat(rescales.get(0).at("/0/triggerCause").asText()).isEqualTo("RECOVERABLE_FAILOVER");
        assertThat(calls.get("/jobs/" + stream + "/savepoints/" + savepoint)
                        .at("/operation/location")
                        .asText())
                .startsWith("file:");
        assertThat(calls.get("/jobs/" + batch + "/execution-result")
                        .at("/job-execution-result/application-status")
                        .asText())
                .isEqualTo("SUCCEEDED");
        assertThat(calls.get("/jobs/overview").path("jobs"))
                .extracting(job -> job.path("jid").asText())
                .contains(batch, stream, failing);

        JsonNode exceptions = calls.get("/jobs/" + failing + "/exceptions");
        assertThat(exceptions.path("root-exception").asText())
                .as("%s", exceptions)
                .contains("deliberate failure");
        assertThat(exceptions.path("timestamp")).isEqualTo(exceptions.at("/exceptionHistory/entries/0/timestamp"));
        // The adaptive scheduler does not tell which task has failed.
        assertThat(exceptions.at("/exceptionHistory/entries/0").has("taskName")).isFalse();
        assertThat(exceptions.get("all-exceptions")).isEmpty();
        assertThat(exceptions.path("truncated").isBoolean()).isTrue();
        assertThat(calls.get("/jobs/" + batch + "/exceptions")
                        .path("root-exception")
                        .isNull())
                .isTrue();

        for (String below : List.of("/config", "/history", "/overview", "/summary", "/details/" + batch)) {
            // A batch job has a scheduler of its own.
            calls.get(404, "/jobs/" + batch + "/rescales" + below);
        }

        // Without archives everything comes from the JobManager, and is the same.
        try (TestService other = start(otherDataDir, Map.of())) {
            other.awaitSealed(batch);
            other.awaitSealed(failing);
            calls = calls.to(other);
            assertThat(readAll(batch)).isEqualTo(batchDocuments);
            assertThat(readAll(failing)).isEqualTo(failedDocuments);
            assertThat(readRescales(failing)).isEqualTo(rescales);
        } finally {
            calls = calls.to(service);
        }
    }

    private static String savepoint(String job) {
        String trigger = calls.call(202, "POST", "/jobs/" + job + "/savepoints", "{}")
                .path("request-id")
                .asText();
        until("the savepoint is done", () -> completed("/jobs/" + job + "/savepoints/" + trigger));
        return trigger;
    }

    private static boolean completed(String target) {
        return calls.get(target).at("/status/id").asText().equals("COMPLETED");
    }

    private static void readCluster() {
        for (String target : List.of(
                "/config", "/jobmanager/config", "/jobmanager/environment", "/taskmanagers", "/jars", "/jobs")) {
            calls.get(target);
        }
        String taskManager = calls.get("/taskmanagers").at("/taskmanagers/0/id").asText();
        JsonNode metrics = calls.get("/taskmanagers/" + taskManager).path("metrics");
        assertThat(metrics.path("memorySegmentsTotal").asLong(-1))
                .isEqualTo(metrics.path("nettyShuffleMemorySegmentsTotal").asLong(-2));
    }

    /** Reads and checks every document of a job; what those said that do not change once the job has ended. */
    private static List<JsonNode> readAll(String id) {
        String job = "/jobs/" + id;
        List<JsonNode> documents = new ArrayList<>();
        for (String below : List.of(
                "",
                "/config",
                "/plan",
                "/status",
                "/execution-result",
                "/exceptions",
                "/exceptions?maxExceptions=1",
                "/accumulators",
                "/jobmanager/config",
                "/jobmanager/environment")) {
            documents.add(calls.get(job + below));
        }
        JsonNode exceptions = calls.get(job + "/exceptions");
        assertThat(exceptions.has("root-exception")).isTrue();
        assertThat(exceptions.has("all-exceptions")).isTrue();
        List<String> vertices = new ArrayList<>();
        for (JsonNode vertex : calls.get(job).path("vertices")) {
            String root = job + "/vertices/" + vertex.path("id").asText();
            vertices.add(vertex.path("id").asText());
            for (String below : List.of("", "/subtasktimes", "/taskmanagers", "/subtasks/accumulators")) {
                JsonNode document = calls.get(root + below);
                documents.add(document);
                for (String list : List.of("subtasks", "taskmanagers")) {
                    for (JsonNode attempt : document.path(list)) {
                        assertHost(attempt, below.equals("/taskmanagers"));
                    }
                }
            }
            documents.add(calls.get(root + "/accumulators"));
            for (JsonNode subtask : calls.get(root).path("subtasks")) {
                String current = root + "/subtasks/" + subtask.path("subtask").asInt();
                for (String below :
                        List.of("", "/attempts/" + subtask.path("attempt").asInt())) {
                    JsonNode attempt = calls.get(current + below);
                    documents.add(attempt);
                    assertHost(attempt, false);
                }
            }
            calls.getAny(Set.of(200, 500), root + "/backpressure");
            calls.get(root + "/watermarks");
            calls.get(root + "/metrics");
        }
        if (calls.get(job).path("job-type").asText().equals("STREAMING")) {
            JsonNode checkpoints = calls.get(job + "/checkpoints");
            calls.get(job + "/checkpoints/config");
            // The newest: older ones may leave the history while they are asked for.
            String newest = job + "/checkpoints/details/"
                    + checkpoints.at("/latest/completed/id").asInt();
            calls.getAny(Set.of(200, 404), newest);
            vertices.forEach(vertex -> calls.getAny(Set.of(200, 404), newest + "/subtasks/" + vertex));
        }
        // When the answer was given.
        documents.forEach(document -> {
            if (document instanceof ObjectNode object) {
                object.remove("now");
            }
        });
        return documents;
    }

    /** Reads and checks what a job's rescalings were: their history first, then one more document each. */
    private static List<JsonNode> readRescales(String id) {
        String rescales = "/jobs/" + id + "/rescales";
        List<JsonNode> documents = new ArrayList<>(List.of(calls.get(rescales + "/history")));
        for (String below : List.of("/config", "/overview", "/summary")) {
            documents.add(calls.get(rescales + below));
        }
        for (JsonNode rescale : documents.get(0)) {
            JsonNode details = calls.get(
                    rescales + "/details/" + rescale.path("rescaleUuid").asText());
            assertThat(details.path("vertices")).as("%s", details).isNotEmpty();
            documents.add(details);
        }
        return documents;
    }

    private static void assertHost(JsonNode attempt, boolean withPort) {
        String endpoint = attempt.path("endpoint").asText();
        assertThat(attempt.path("host").asText())
                .as("%s", attempt)
                .isEqualTo(withPort ? endpoint : endpoint.replaceFirst(":\\d+$", ""))
                .isNotEmpty();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
