package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.flink.FlinkService;
import io.jobledger.flink.durability.Rest.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that go away under running jobs: killed, and shut down by a client. */
class EngineLossTest {
    @TempDir
    Path dataDir;

    @Test
    void theJobsOfAnEngineThatIsGoneAreSuspended() {
        try (FlinkService service = FlinkService.start(dataDir, Map.of())) {
            Rest rest = new Rest(service.url());
            String first = service.run("stream");
            rest.awaitCheckpoints(first, 3);
            String savepoint = rest.savepoint(first);
            Answer status = rest.get("/jobs/" + first + "/savepoints/" + savepoint);

            long pid = service.engine().session().orElseThrow().pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            awaitSuspended(rest, first);
            assertThat(rest.get("/jobs/" + first + "/savepoints/" + savepoint)).isEqualTo(status);

            String second = service.run("stream");
            rest.awaitCheckpoints(second, 3);
            assertThat(rest.send("DELETE", "/cluster", null).status()).isEqualTo(200);
            awaitSuspended(rest, second);
            assertThat(rest.get("/jobs/" + first + "/savepoints/" + savepoint)).isEqualTo(status);
            assertThatLiveCallsAreUnavailable(rest);
        }
        try (FlinkService service = FlinkService.start(dataDir, Map.of())) {
            service.engineUrl();
            assertThat(new Rest(service.url()).get("/taskmanagers").status()).isEqualTo(200);
        }
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
