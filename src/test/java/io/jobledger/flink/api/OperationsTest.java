package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.flink.TestJobs;
import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Every operation of the contract, called on a service over a real engine; every answer is valid by the contract. What
 * was called is counted at the end, so no operation can be left out.
 */
@ResourceLock("flink")
@Order(2)
class OperationsTest {
    private static final TestService SERVICE = TestService.shared();
    private static final ContractCalls CALLS = new ContractCalls(SERVICE);

    /** What came with a newer Flink than this one, by the path below the job. */
    private static final Map<String, String> NEWER = Map.of(
            "getRescaleConfiguration", "/config",
            "getRescaleHistory", "/history",
            "getRescalesOverview", "/overview",
            "getRescalesSummary", "/summary",
            "getRescale", "/details/0123456789abcdef0123456789abcdef");

    /** What this engine never answers with a 2xx, and what it answers instead. */
    private static final Map<String, Integer> ONLY_ERRORS = onlyErrors();

    private static String failing;

    /** It takes its time to fail: the other tests need not wait for it. */
    @BeforeAll
    static void startToFail() {
        failing = SERVICE.run("fail");
    }

    @AfterAll
    static void everyOperationWasCalled() {
        Set<String> all = FlinkContract.get().operations().stream()
                .map(Operation::id)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(CALLS.answered().keySet()).as("operations called").isEqualTo(all);
        assertThat(all).as("operations of the contract").hasSize(91);
        CALLS.answered().forEach((id, statuses) -> {
            int expected = ONLY_ERRORS.getOrDefault(id, 0);
            assertThat(statuses)
                    .as("statuses of %s", id)
                    .anyMatch(status -> expected == 0 ? status / 100 == 2 : status == expected);
        });
    }

    @Test
    void clusterAndJobManager() {
        for (String path : List.of(
                "/config",
                "/overview",
                "/jobs",
                "/jobs/overview",
                "/jobs/metrics",
                "/datasets",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/jobmanager/log",
                "/jobmanager/logs",
                "/jobmanager/logs/flink.log",
                "/jobmanager/stdout",
                "/jobmanager/metrics",
                "/jobmanager/metrics?get=Status.JVM.Memory.Heap.Used,numRunningJobs",
                "/jobmanager/thread-dump")) {
            CALLS.get(path);
        }
    }

    @Test
    void taskManagers() {
        String id = CALLS.get("/taskmanagers").at("/taskmanagers/0/id").asText();
        CALLS.get("/taskmanagers/metrics");
        CALLS.get("/taskmanagers/metrics?get=Status.JVM.Memory.Heap.Used&agg=min,max&taskmanagers=" + id);
        CALLS.get(400, "/taskmanagers/metrics?get=Status.JVM.Memory.Heap.Used&agg=bogus");
        for (String below : List.of("", "/log", "/logs", "/logs/flink.log", "/stdout", "/metrics", "/thread-dump")) {
            CALLS.get("/taskmanagers/" + id + below);
        }
        CALLS.get("/taskmanagers/" + id + "/metrics?get=Status.JVM.Memory.Heap.Used");
    }

    @Test
    void jars() {
        String filename = CALLS.check(200, "POST", "/jars/upload", SERVICE.upload(TestJobs.jar(), "operations.jar"))
                .path("filename")
                .asText();
        String jar = "/jars/" + filename.substring(filename.lastIndexOf('/') + 1);
        CALLS.get("/jars");
        CALLS.get(jar + "/plan");
        CALLS.get(jar + "/plan?entry-class=io.jobledger.jobs.ProbeJob&programArg=--kind,stream&parallelism=1");
        CALLS.call(200, "POST", jar + "/plan", "{\"programArgsList\":[\"--kind\",\"stream\"],\"parallelism\":2}");
        CALLS.call(200, "POST", jar + "/plan?programArg=--kind,batch", null);
        String byQuery = CALLS.call(
                        200,
                        "POST",
                        "/v1" + jar + "/run?programArg=--kind,batch&parallelism=1&allowNonRestoredState=true",
                        null)
                .path("jobid")
                .asText();
        SERVICE.awaitState(byQuery, "FINISHED");
        CALLS.call(200, "DELETE", jar, null);
        CALLS.call(400, "DELETE", jar, null);
    }

    @Test
    void batchJobBeforeAndAfterItIsSealed() {
        String id = SERVICE.run("batch");
        readJob(CALLS, id, List.of());
        SERVICE.awaitState(id, "FINISHED");
        readJob(CALLS, id, List.of());
        SERVICE.awaitSealed(id);
        readJob(CALLS, id, List.of());
        CALLS.get(404, "/jobs/" + id + "/checkpoints");
        CALLS.get(404, "/jobs/" + id + "/checkpoints/config");
    }

    @Test
    void streamFromCheckpointsToItsStop() throws IOException {
        String id = SERVICE.run("stream");
        String job = "/jobs/" + id;
        List<Integer> checkpoints = awaitCheckpoints(id);
        readJob(CALLS, id, checkpoints);
        CALLS.get(500, job + "/resource-requirements");
        for (String newer : NEWER.values()) {
            assertUnknown(job + "/rescales" + newer);
        }
        assertUnknown("/applications/overview");
        CALLS.call(
                202,
                "PATCH",
                job + "/clientHeartbeat",
                "{\"expiredTimestamp\":" + (System.currentTimeMillis() + 60_000) + '}');
        String vertex = CALLS.get(job).at("/vertices/0/id").asText();
        CALLS.call(500, "POST", job + "/coordinators/" + vertex, "{\"serializedCoordinationRequest\":\"rO0ABXA=\"}");

        outcome(job + "/checkpoints/", trigger("POST", job + "/checkpoints", "{\"checkpointType\":\"FULL\"}"));
        JsonNode savepoint = outcome(
                job + "/savepoints/",
                trigger("POST", job + "/savepoints", "{\"cancel-job\":false,\"formatType\":\"CANONICAL\"}"));
        String location = savepoint.at("/operation/location").asText();
        assertThat(location).startsWith("file:");
        outcome(
                "/savepoint-disposal/",
                CALLS.call(200, "POST", "/savepoint-disposal", "{\"savepoint-path\":\"" + location + "\"}")
                        .path("request-id")
                        .asText());
        JsonNode stopped =
                outcome(job + "/savepoints/", trigger("POST", job + "/stop", "{\"drain\":false,\"triggerId\":null}"));
        assertThat(stopped.at("/operation/location").asText()).startsWith("file:");
        SERVICE.awaitState(id, "FINISHED");
        SERVICE.awaitSealed(id);
        readJob(CALLS, id, checkpoints);
        NEWER.values().forEach(newer -> CALLS.get(404, job + "/rescales" + newer));
        CALLS.get(400, job + "/rescales/details/1");
    }

    /** This engine words it as of any path that it does not know. */
    private static void assertUnknown(String target) {
        assertThat(CALLS.get(404, target).at("/errors/0").asText())
                .isEqualTo("Unable to load requested file " + target + '.');
    }

    @Test
    void failingJob() {
        String id = failing;
        SERVICE.awaitSealed(id);
        readJob(CALLS, id, List.of());
        CALLS.get("/jobs/" + id + "/exceptions?maxExceptions=1");
        assertThat(CALLS.get("/jobs/" + id + "/exceptions").at("/exceptionHistory/entries"))
                .hasSize(3);
    }

    @Test
    void submittedGraphCancelledWithGet() throws IOException {
        String boundary = "operations-test";
        HttpRequest.Builder submission = HttpRequest.newBuilder(SERVICE.url().resolve("/v1/jobs"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString("--" + boundary
                                + "\r\nContent-Disposition: form-data; name=\"request\"\r\n"
                                + "Content-Type: application/json\r\n\r\n"
                                + "{\"jobGraphFileName\":\"job.graph\",\"jobJarFileNames\":[],\"jobArtifactFileNames\":[]}"
                                + "\r\n--" + boundary
                                + "\r\nContent-Disposition: form-data; name=\"file_0\"; filename=\"job.graph\"\r\n"
                                + "Content-Type: application/octet-stream\r\n\r\n"),
                        BodyPublishers.ofFile(TestJobs.graph()),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
        String url = CALLS.check(202, "POST", "/v1/jobs", SERVICE.send(submission))
                .path("jobUrl")
                .asText();
        String id = url.substring(url.lastIndexOf('/') + 1);
        SERVICE.awaitState(id, "RUNNING");
        CALLS.get(202, "/jobs/" + id + "/yarn-cancel");
        SERVICE.awaitState(id, "CANCELED");
    }

    /** What they mean is tested in {@link LegacyCallsTest}. */
    @Test
    void cancelledTheWayOfOld(@TempDir Path savepoints) {
        String here = SERVICE.run("stream");
        String there = SERVICE.run("stream");
        SERVICE.awaitTasks(here);
        SERVICE.awaitTasks(there);
        CALLS.get("/jobs/" + here + "/vertices");
        String directory = savepoints.toString().replace("/", "%2F");
        for (String location : List.of(
                CALLS.get(202, "/jobs/" + here + "/cancel-with-savepoint")
                        .path("location")
                        .asText(),
                CALLS.get(202, "/v1/jobs/" + there + "/cancel-with-savepoint/target-directory/" + directory)
                        .path("location")
                        .asText())) {
            Awaitility.await("outcome of " + location)
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        int status = SERVICE.get(location).statusCode();
                        CALLS.getAny(Set.of(200, 202), location);
                        return status == 200;
                    });
            assertThat(CALLS.get(location).path("status").asText()).isEqualTo("success");
        }
        String id = SERVICE.run("stream");
        SERVICE.awaitState(id, "RUNNING");
        CALLS.call(202, "DELETE", "/jobs/" + id + "/cancel", null);
        SERVICE.awaitState(id, "CANCELED");
    }

    @Test
    void stoppedTheWayOfOld() {
        String patched = SERVICE.run("stream");
        String got = SERVICE.run("stream");
        SERVICE.awaitTasks(patched);
        SERVICE.awaitTasks(got);

        assertThat(CALLS.call(202, "PATCH", "/jobs/" + patched + "?mode=STOP", null))
                .isEmpty();
        assertThat(CALLS.get(202, "/jobs/" + got + "/yarn-stop")).isEmpty();

        for (String id : List.of(patched, got)) {
            SERVICE.awaitState(id, "FINISHED");
            io.jobledger.ledger.operations.Operation stop = awaitOutcome(id, OperationKind.STOP);
            assertThat(stop.status()).isEqualTo(OperationStatus.COMPLETED);
            assertThat(stop.request()).contains("/jobs/" + id).endsWith("\n{\"drain\":false}");
            assertThat(stop.requestedFrom()).isEqualTo("127.0.0.1");
            assertThat(CALLS.get("/jobs/" + id + "/savepoints/" + stop.triggerId())
                            .toString())
                    .isEqualTo(stop.result())
                    .contains("\"location\":\"file:");
            CALLS.call(202, "PATCH", "/jobs/" + id + "?mode=stop", null);
        }
        for (String target : List.of("/jobs/" + "f".repeat(32) + "?mode=stop", "/jobs/" + "f".repeat(32))) {
            assertThat(CALLS.call(404, "PATCH", target, null).path("errors")).hasSize(1);
        }
        CALLS.get(404, "/jobs/" + "f".repeat(32) + "/yarn-stop");
    }

    private static io.jobledger.ledger.operations.Operation awaitOutcome(String job, OperationKind kind) {
        OperationLog log = SERVICE.bean(OperationLog.class);
        Supplier<Optional<io.jobledger.ledger.operations.Operation>> noted =
                () -> log.ofJob(SERVICE.cluster("flink").job(job)).stream()
                        .filter(operation -> operation.kind() == kind)
                        .findFirst();
        return Awaitility.await("outcome of " + kind + " of " + job)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        noted::get,
                        operation -> operation.isPresent() && operation.get().completedAt() != null)
                .get();
    }

    @Test
    void datasetThatIsNotThere() {
        outcome("/datasets/delete/", trigger("DELETE", "/datasets/" + "0".repeat(32), null));
    }

    /** An engine of its own: one that can rescale, and that is shut down at the end. */
    @Test
    void rescalingThenShutDownOfTheCluster(@TempDir Path dataDir) {
        Map<String, Object> adaptive = Map.of("jobledger.flink.scheduler", "adaptive");
        try (TestService service = TestService.start(dataDir, adaptive)) {
            ContractCalls calls = CALLS.to(service);
            String id = service.run("stream");
            String job = "/jobs/" + id;
            service.awaitState(id, "RUNNING");
            JsonNode requirements = calls.get(job + "/resource-requirements");
            calls.call(200, "PUT", job + "/resource-requirements", requirements.toString());
            String rescaling = calls.call(200, "PATCH", job + "/rescaling?parallelism=1", null)
                    .path("request-id")
                    .asText();
            outcome(calls, job + "/rescaling/", rescaling);
            calls.call(202, "PATCH", job + "?mode=cancel", null);
            service.awaitState(id, "CANCELED");
            service.awaitSealed(id);
            String other = "/jobs/" + service.run("stream");
            service.awaitState(other.substring(6), "RUNNING");
            String cutOff = calls.call(200, "PATCH", other + "/rescaling?parallelism=9", null)
                    .path("request-id")
                    .asText();
            calls.call(200, "DELETE", "/cluster", null);
            assertThat(outcome(calls, other + "/rescaling/", cutOff)
                            .at("/operation/failure-cause/stack-trace")
                            .asText())
                    .contains("shut down", "could not be restored");
            // Lists and recorded jobs never wait for an engine.
            readJob(calls, id, List.of());
            assertThat(calls.get("/jobs").toString()).contains(id);
            assertThat(calls.get("/jobs/overview").toString()).contains(id);
            assertThat(calls.get("/config").at("/features/web-history").asBoolean())
                    .isTrue();
        }
    }

    /** Everything that can be read of one job. */
    private static void readJob(ContractCalls calls, String id, List<Integer> checkpoints) {
        String job = "/jobs/" + id;
        List<String> targets = new ArrayList<>(List.of(
                "",
                "/plan",
                "/config",
                "/exceptions",
                "/exceptions?maxExceptions=2",
                "/exceptions?failureLabelFilter=none:of-these",
                "/execution-result",
                "/status",
                "/metrics",
                "/metrics?get=numRestarts,uptime",
                "/accumulators",
                "/accumulators?includeSerializedValue=true",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/jobmanager/log-url"));
        for (JsonNode vertex : calls.get(job).path("vertices")) {
            String root = "/vertices/" + vertex.path("id").asText();
            targets.addAll(List.of(
                    root,
                    root + "/accumulators",
                    root + "/flamegraph",
                    root + "/flamegraph?type=on_cpu",
                    root + "/metrics",
                    root + "/metrics?get=0.numRecordsIn",
                    root + "/jm-operator-metrics",
                    root + "/subtasks/accumulators",
                    root + "/subtasks/metrics",
                    root + "/subtasks/metrics?get=numRecordsIn&agg=sum&subtasks=0",
                    root + "/subtasktimes",
                    root + "/taskmanagers",
                    root + "/watermarks"));
            // The engine answers 500 while it has no metrics of an attempt, as after a restart.
            calls.getAny(Set.of(200, 500), job + root + "/backpressure");
            JsonNode first = calls.get(job + root).at("/subtasks/0");
            // A batch job's later vertices have no subtasks before it is their turn.
            if (!first.isMissingNode()) {
                String attempt =
                        root + "/subtasks/0/attempts/" + first.path("attempt").asInt();
                targets.addAll(List.of(
                        root + "/flamegraph?subtaskindex=0",
                        root + "/subtasks/0",
                        root + "/subtasks/0/metrics",
                        root + "/subtasks/0/metrics?get=numRecordsIn",
                        attempt,
                        attempt + "/accumulators"));
            }
        }
        for (int checkpoint : checkpoints) {
            targets.add("/checkpoints");
            targets.add("/checkpoints/config");
            targets.add("/checkpoints/details/" + checkpoint);
            targets.add("/checkpoints/details/" + checkpoint + "/subtasks/"
                    + calls.get(job).at("/vertices/0/id").asText());
        }
        targets.forEach(target -> calls.get(job + target));
        JsonNode taskManagers = calls.get(
                job + "/vertices/" + calls.get(job).at("/vertices/0/id").asText() + "/taskmanagers");
        calls.get(job + "/taskmanagers/"
                + taskManagers.at("/taskmanagers/0/taskmanager-id").asText() + "/log-url");
    }

    private static Map<String, Integer> onlyErrors() {
        // A 2xx needs an operator whose results a client collects, and a request serialised with the engine's classes.
        Map<String, Integer> errors =
                new HashMap<>(Map.of("sendCoordinationRequest", 500, "getApplicationsOverview", 404));
        NEWER.keySet().forEach(id -> errors.put(id, 404));
        return errors;
    }

    private static List<Integer> awaitCheckpoints(String id) {
        Supplier<JsonNode> checkpoints = () -> CALLS.call(200, "GET", "/jobs/" + id + "/checkpoints", null);
        return Awaitility.await("checkpoints of " + id)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(checkpoints::get, found -> !found.at("/latest/completed").isNull())
                .at("/latest/completed")
                .findValues("id")
                .stream()
                .limit(1)
                .map(JsonNode::asInt)
                .toList();
    }

    private static String trigger(String method, String target, String json) {
        return CALLS.call(202, method, target, json).path("request-id").asText();
    }

    /** Polls until the operation is completed, and a last time then: both answers are ours to keep. */
    private static JsonNode outcome(String root, String triggerId) {
        return outcome(CALLS, root, triggerId);
    }

    private static JsonNode outcome(ContractCalls calls, String root, String triggerId) {
        Awaitility.await("outcome of " + root)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> calls.get(200, root + triggerId)
                        .at("/status/id")
                        .asText()
                        .equals("COMPLETED"));
        return calls.get(root + triggerId);
    }
}
