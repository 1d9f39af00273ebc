package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.flink.durability.Rest.Answer;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that go away under running jobs: killed, and shut down by a client. */
class EngineLossTest {
    private static final Map<String, Object> SETTINGS = Map.of("jobledger.flink.config.web.refresh-interval", "100");

    @TempDir
    Path dataDir;

    @Test
    void theJobsOfAnEngineThatIsGoneAreSuspended() {
        try (TestService service = TestService.start(dataDir, SETTINGS)) {
            Rest rest = new Rest(service.url());
            String first = service.run("stream");
            awaitRecordedCheckpoint(service, first);
            String savepoint = rest.savepoint(first);
            Answer status = rest.get("/jobs/" + first + "/savepoints/" + savepoint);

            String finished = service.run("batch");
            Rest engine = new Rest(service.engineUrl());
            engine.awaitState(finished, "FINISHED");
            JobAnswers answers = JobAnswers.of(engine, finished);
            long pid = service.engine().session().orElseThrow().pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            awaitSuspended(rest, first);
            service.awaitSealed(finished);
            assertThat(answers.differences(rest))
                    .as("of a job that was not sealed yet")
                    .isEmpty();
            assertThat(rest.get("/jobs/" + first + "/savepoints/" + savepoint)).isEqualTo(status);

            String second = service.run("stream");
            awaitRecordedCheckpoint(service, second);
            String stuck = service.run("stuck");
            service.awaitTasks(stuck);
            String unfinished = "/jobs/" + stuck + "/savepoints/"
                    + rest.send("POST", "/jobs/" + stuck + "/savepoints", "{}")
                            .json()
                            .path("request-id")
                            .asText();
            assertThat(rest.send("DELETE", "/cluster", null).status()).isEqualTo(200);
            awaitSuspended(rest, second);
            Waiting.until(
                    "the savepoint that was not finished has failed",
                    () -> rest.get(unfinished)
                            .json()
                            .at("/operation/failure-cause/stack-trace")
                            .asText()
                            // An engine that ends in good order may tell the cause before it is gone. Else nobody knows
                            // it.
                            .matches("(?s).*(not known|CheckpointException|FlinkException).*"));
            assertThat(rest.get("/jobs/" + first + "/savepoints/" + savepoint)).isEqualTo(status);
            assertThatLiveCallsAreUnavailable(rest);
        }
        try (TestService service = TestService.start(dataDir, Map.of())) {
            service.engineUrl();
            assertThat(new Rest(service.url()).get("/taskmanagers").status()).isEqualTo(200);
        }
    }

    /** The engine tells of a checkpoint when its cache expires, after three seconds; what is not told is not known. */
    private static void awaitRecordedCheckpoint(TestService service, String job) {
        Ledger ledger = service.bean(Ledger.class);
        JobKey key = service.cluster("flink").job(job);
        Waiting.until(
                "a checkpoint of " + job + " is recorded",
                () -> ledger.checkpoints(ledger.newestRun(key).orElseThrow().id()).stream()
                        .anyMatch(checkpoint -> checkpoint.externalPath() != null));
    }

    private static void awaitSuspended(Rest rest, String job) {
        Waiting.until("job " + job + " is suspended", () -> rest.state(job).equals("SUSPENDED"));
        JsonNode document = rest.get("/jobs/" + job).json();
        assertThat(document.path("end-time").asLong())
                .isGreaterThan(document.path("start-time").asLong());
        assertThat(rest.get("/jobs/" + job + "/checkpoints")
                        .json()
                        .at("/latest/completed/external_path")
                        .asText())
                .contains(job);
        assertThat(rest.get("/jobs/overview").json().path("jobs")).anySatisfy(entry -> {
            assertThat(entry.path("jid").asText()).isEqualTo(job);
            assertThat(entry.path("state").asText()).isEqualTo("SUSPENDED");
        });
    }

    private static void assertThatLiveCallsAreUnavailable(Rest rest) {
        for (String target : List.of("/taskmanagers", "/jobmanager/config", "/jobmanager/metrics")) {
            Answer answer = rest.get(target);
            assertThat(answer.status()).as(target).isEqualTo(503);
            assertThat(answer.retryAfter())
                    .as(target)
                    .hasValueSatisfying(seconds -> assertThat(seconds).containsOnlyDigits());
            assertThat(answer.json().path("errors").path(0).asText()).as(target).contains("flink");
        }
    }
}
