package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.durability.Rest.Answer;
import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.ledger.savepoints.Savepoint;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import io.jobledger.testing.TestService;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was triggered is known when the engine has forgotten it, has died, or was never asked. */
class ForgottenOperationsTest {
    private static final Map<String, Object> FORGETFUL =
            Map.of("jobledger.flink.config.rest.async.store-duration", "10 s");

    @TempDir
    Path dataDir;

    /** The engine's last answers by their paths. */
    private final Map<String, Answer> outcomes = new LinkedHashMap<>();

    @Test
    void everyOutcomeIsKept() {
        String cutOff;
        try (TestService service = TestService.start(dataDir, FORGETFUL)) {
            Rest rest = new Rest(service.url());
            String job = service.run("stream");
            String stuck = service.run("stuck");
            service.awaitTasks(job);
            service.awaitTasks(stuck);
            String jobPath = "/jobs/" + job;

            outcome(rest, jobPath + "/checkpoints/", trigger(rest, "POST", jobPath + "/checkpoints", "{}"));
            String location = location(
                    outcome(rest, jobPath + "/savepoints/", trigger(rest, "POST", jobPath + "/savepoints", "{}")));
            String bare = location(
                    outcome(rest, jobPath + "/savepoints/", trigger(rest, "POST", jobPath + "/savepoints", "{}")));
            dispose(rest, location);
            dispose(rest, bare.replaceFirst("^file:", ""));
            outcome(
                    rest,
                    "/savepoint-disposal/",
                    trigger(rest, "POST", "/savepoint-disposal", "{\"savepoint-path\":\"/nope\"}"));
            outcome(rest, "/datasets/delete/", trigger(rest, "DELETE", "/datasets/" + "0".repeat(32), null));
            String kept =
                    location(outcome(rest, jobPath + "/savepoints/", trigger(rest, "POST", jobPath + "/stop", "{}")));
            // Fails: it has ended.
            rest.awaitState(job, "FINISHED");
            outcome(rest, jobPath + "/savepoints/", trigger(rest, "POST", jobPath + "/savepoints", "{}"));
            cutOff = "/jobs/" + stuck + "/savepoints/" + trigger(rest, "POST", "/jobs/" + stuck + "/savepoints", "{}");
            assertThat(outcomes).hasSize(9);

            Rest engine = new Rest(service.engineUrl());
            for (String path : outcomes.keySet()) {
                Waiting.until(
                        "the engine has forgotten " + path,
                        () -> engine.get(path).status() == 404);
            }
            assertThatAllAreKept(rest);
            awaitDisposed(service, List.of(location, bare));
            assertThat(savepoint(service, kept).disposedAt()).isNull();
            assertThatRequestsAreNoted(service, job);

            // Asked for where such operations are not, it is not found, and goes on.
            String id = cutOff.substring(cutOff.lastIndexOf('/') + 1);
            for (String wrong :
                    List.of("/jobs/" + stuck + "/checkpoints/", "/savepoint-disposal/", "/datasets/delete/")) {
                assertThat(rest.get(wrong + id).status()).as(wrong).isEqualTo(404);
            }
            assertThat(rest.get(cutOff).json().at("/status/id").asText()).isEqualTo("IN_PROGRESS");
            long pid = service.engine().session().orElseThrow().pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Waiting.until(
                    "the cut off one has ended",
                    () -> operation(service, stuck, cutOff).status() != OperationStatus.IN_PROGRESS);
            outcomes.put(cutOff, rest.get(cutOff));
            assertThat(outcomes.get(cutOff)
                            .json()
                            .at("/operation/failure-cause/stack-trace")
                            .asText())
                    .contains("The outcome of this operation is not known");
            assertThat(operation(service, stuck, cutOff).status()).isEqualTo(OperationStatus.FAILED);
        }
        try (TestService service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off"))) {
            assertThatAllAreKept(new Rest(service.url()));
        }
    }

    private static String trigger(Rest rest, String method, String target, String json) {
        Answer answer = rest.send(method, target, json);
        assertThat(answer.status() / 100).as(answer.body()).isEqualTo(2);
        return answer.json().path("request-id").asText();
    }

    private Answer outcome(Rest rest, String root, String triggerId) {
        String path = root + triggerId;
        Waiting.until(
                "outcome of " + path,
                () -> rest.get(path).json().at("/status/id").asText().equals("COMPLETED"));
        outcomes.put(path, rest.get(path));
        return outcomes.get(path);
    }

    private static String location(Answer answer) {
        String location = answer.json().at("/operation/location").asText();
        assertThat(location).startsWith("file:/");
        return location;
    }

    private void dispose(Rest rest, String path) {
        Answer answer = outcome(
                rest,
                "/savepoint-disposal/",
                trigger(rest, "POST", "/savepoint-disposal", "{\"savepoint-path\":\"" + path + "\"}"));
        assertThat(answer.json().at("/operation")).isEmpty();
    }

    private void assertThatAllAreKept(Rest rest) {
        outcomes.forEach((path, outcome) -> assertThat(rest.get(path)).as(path).isEqualTo(outcome));
    }

    private static void awaitDisposed(TestService service, List<String> paths) {
        for (String path : paths) {
            Waiting.until(path + " is marked", () -> savepoint(service, path).disposedAt() != null);
        }
    }

    private static Savepoint savepoint(TestService service, String path) {
        return service.bean(SavepointCatalogue.class)
                .find(EmbeddedFlink.NAME, service.cluster("flink").name(), path)
                .orElseThrow();
    }

    private static void assertThatRequestsAreNoted(TestService service, String job) {
        List<Operation> noted =
                service.bean(OperationLog.class).ofJob(service.cluster("flink").job(job));
        assertThat(noted)
                .extracting(Operation::kind)
                .containsExactly(
                        OperationKind.RUN,
                        OperationKind.CHECKPOINT,
                        OperationKind.SAVEPOINT,
                        OperationKind.SAVEPOINT,
                        OperationKind.STOP,
                        OperationKind.SAVEPOINT);
        assertThat(noted.get(4).status()).isEqualTo(OperationStatus.COMPLETED);
        assertThat(noted.get(5).status()).isEqualTo(OperationStatus.FAILED);
        assertThat(noted).allSatisfy(operation -> {
            assertThat(operation.requestedFrom()).isEqualTo("127.0.0.1");
            assertThat(operation.request()).startsWith("POST /");
            assertThat(operation.completedAt()).isGreaterThanOrEqualTo(operation.requestedAt());
        });
    }

    private static Operation operation(TestService service, String job, String path) {
        return service.bean(OperationLog.class)
                .find(service.cluster("flink").job(job), path.substring(path.lastIndexOf('/') + 1))
                .orElseThrow();
    }
}
