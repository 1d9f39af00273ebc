package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An end that a client was told of is what history says, though the engine was killed before the recorder saw it. */
class EndToldTest {
    private static final List<String> FINAL = List.of("FINISHED", "FAILED", "CANCELED");
    private static final Map<String, String> RESULTS =
            Map.of("SUCCEEDED", "FINISHED", "FAILED", "FAILED", "CANCELED", "CANCELED");

    @TempDir
    Path dataDir;

    @Test
    void historySaysTheEndThatAClientWasToldOf() throws IOException {
        Map<String, JobRun> told = new LinkedHashMap<>();
        try (TestService service = TestService.start(dataDir, Map.of())) {
            Rest rest = new Rest(service.url());
            String stream = service.run("stream");
            Waiting.until(
                    "the job is recorded as it runs",
                    () -> run(service, stream).state().equals("RUNNING"));
            // From here on nothing records but the answers to clients.
            service.cluster("flink").rounds().close();

            assertThat(rest.send("PATCH", "/jobs/" + stream, null).status()).isEqualTo(202);
            tell(service, rest, stream, "CANCELED", "/jobs/" + stream, told);
            String failed = service.run("fail");
            tell(service, rest, failed, "FAILED", "/jobs/" + failed + "/status", told);
            String finished = service.run("batch");
            tell(service, rest, finished, "FINISHED", "/jobs/" + finished + "/execution-result", told);
            String legacy = service.run("batch");
            tell(service, rest, legacy, "FINISHED", "/jobs/" + legacy + "/vertices", told);
            String listed = service.run("batch");
            tell(service, rest, listed, "FINISHED", "/jobs/overview", told);
            String id = service.run("batch");
            tell(service, rest, id, "FINISHED", "/jobs", told);

            String refused = service.run("batch");
            Waiting.until(
                    "the job has ended",
                    () -> service.getFromEngine("/jobs/" + refused + "/status")
                            .body()
                            .contains("FINISHED"));
            Rest.Answer refusal = rest.send("PATCH", "/jobs/" + refused, null);
            assertThat(refusal.status()).isEqualTo(409);
            assertThat(refusal.body()).contains("FINISHED");
            assertThat(run(service, refused).state()).isEqualTo("FINISHED");
            told.put(refused, run(service, refused));

            long pid = service.engine().session().orElseThrow().pid();
            ProcessHandle engine = ProcessHandle.of(pid).orElseThrow();
            engine.destroyForcibly();
            engine.onExit().join();
            Waiting.until(
                    "the engine's end is noticed",
                    () -> service.engine()
                            .session()
                            .filter(session -> session.pid() == pid)
                            .isEmpty());
            told.forEach((job, run) -> assertThatAnswersTell(rest, job, run));
        }
        // As if the engine had been killed before it wrote them.
        try (var archives = Files.list(dataDir.resolve("flink/archive"))) {
            for (Path archive : archives.toList()) {
                Files.delete(archive);
            }
        }
        try (TestService service = TestService.start(dataDir, Map.of())) {
            Rest rest = new Rest(service.url());
            told.forEach((job, run) -> {
                Waiting.until(
                        "job " + job + " is closed", () -> run(service, job).closure() != Closure.OPEN);
                JobRun closed = run(service, job);
                assertThat(closed.closure()).isEqualTo(Closure.SEALED);
                assertThat(closed.state()).isEqualTo(run.state());
                assertThat(closed.endTime()).isEqualTo(run.endTime());
                assertThatAnswersTell(rest, job, run);
                JsonNode record = rest.get("/history/jobs/flink/local/" + job).json();
                assertThat(record.path("state").asText()).isEqualTo(run.state());
                assertThat(record.path("states").findValuesAsText("state")).containsOnlyOnce(run.state());
            });
        }
    }

    /** Asks until the answer tells the end; then it is on record. */
    private static void tell(
            TestService service, Rest rest, String job, String state, String target, Map<String, JobRun> told) {
        Waiting.until(
                target + " tells the end",
                () -> FINAL.contains(stateIn(rest.get(target).json(), job)));
        JobRun run = run(service, job);
        assertThat(run.state()).as(target).isEqualTo(state);
        assertThat(run.endTime()).as(target).isGreaterThanOrEqualTo(run.startTime());
        told.put(job, run);
    }

    private static void assertThatAnswersTell(Rest rest, String job, JobRun run) {
        for (String target : List.of("", "/status", "/execution-result")) {
            assertThat(stateIn(rest.get("/jobs/" + job + target).json(), job))
                    .as(job + target)
                    .isEqualTo(run.state());
        }
        JsonNode document = rest.get("/jobs/" + job).json();
        assertThat(document.path("end-time").asLong()).isEqualTo(run.endTime());
        assertThat(document.at("/timestamps/" + run.state()).asLong()).isEqualTo(run.endTime());
    }

    private static String stateIn(JsonNode answer, String job) {
        for (JsonNode entry : answer.path("jobs")) {
            if (entry.path("jid").asText().equals(job)) {
                return entry.path("state").asText();
            }
            if (entry.path("id").asText().equals(job)) {
                return entry.path("status").asText();
            }
        }
        if (answer.path("status").isObject()) {
            return RESULTS.getOrDefault(
                    answer.at("/job-execution-result/application-status").asText(), "");
        }
        return answer.path("state").asText(answer.path("status").asText());
    }

    private static JobRun run(TestService service, String job) {
        return service.bean(Ledger.class)
                .newestRun(service.cluster("flink").job(job))
                .orElseThrow();
    }
}
