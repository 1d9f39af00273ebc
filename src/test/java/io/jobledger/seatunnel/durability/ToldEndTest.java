package io.jobledger.seatunnel.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.TestJobs;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An end that a client was told of is what history says, though the engine was killed before the recorder saw it. */
@Order(Integer.MAX_VALUE)
class ToldEndTest {
    private static final String FAILING = """
            {"env": {"job.mode": "BATCH", "job.retry.times": 0},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 3,
                         "schema": {"fields": {"name": "string"}}}],
             "transform": [{"plugin_name": "Sql", "source_table_name": "fake", "result_table_name": "cast",
                            "query": "select cast(name as int) as n from fake"}],
             "sink": [{"plugin_name": "Console", "source_table_name": ["cast"]}]}
            """;

    @TempDir
    Path dataDir;

    @Test
    void historySaysTheEndThatAClientWasToldOf() {
        Map<String, JsonNode> told = new LinkedHashMap<>();
        try (SeaTunnelService service = SeaTunnelService.start(dataDir, Map.of())) {
            service.post("submit-job?jobId=1", TestJobs.STREAM);
            until(
                    "the job is recorded as it runs",
                    () -> run(service, "1").state().equals("RUNNING"));
            // From here on nothing records but the answers to clients.
            service.cluster("seatunnel").rounds().close();

            service.post("stop-job", "{\"jobId\":1}");
            tell(service, "1", "CANCELED", told);
            service.post("submit-job?jobId=2", FAILING);
            tell(service, "2", "FAILED", told);
            assertThat(told.get("2").get("errorMsg").getStringValue()).contains("NumberFormatException");

            service.post("submit-job?jobId=3", TestJobs.BATCH);
            until("a refusal tells the end", () -> {
                HttpResponse<String> refused = service.ask("POST", "submit-job?jobId=3", TestJobs.BATCH, 409);
                return service.error(refused).contains("FINISHED");
            });
            assertThat(run(service, "3").state()).isEqualTo("FINISHED");
            tell(service, "3", "FINISHED", told);

            ProcessHandle engine = ProcessHandle.of(
                            service.engine().session().orElseThrow().pid())
                    .orElseThrow();
            engine.destroyForcibly();
            engine.onExit().join();
        }
        try (SeaTunnelService service = SeaTunnelService.start(dataDir, Map.of())) {
            told.forEach((job, document) -> {
                until("job " + job + " is closed", () -> run(service, job).closure() != Closure.OPEN);
                assertThat(run(service, job).closure()).isEqualTo(Closure.SEALED);
                assertThat(service.get("job-info/" + job)).isEqualTo(document);
                JsonNode record = service.service().json(service.service().get("/history/jobs/seatunnel/local/" + job));
                assertThat(record.get("state")).isEqualTo(document.get("jobStatus"));
            });
            assertThat(service.bean(Ledger.class).exceptions(run(service, "2").id()))
                    .singleElement()
                    .satisfies(exception -> assertThat(exception.name()).isEqualTo("java.lang.NumberFormatException"));
        }
    }

    /** Asks until the answer tells the end; then it is on record, and has all of the end. */
    private static void tell(SeaTunnelService service, String job, String state, Map<String, JsonNode> told) {
        until("job " + job + " is " + state, () -> {
            JobDocument document = new JobDocument(service.get("job-info/" + job));
            if (!document.hasEnded()) {
                return false;
            }
            assertThat(document.status()).isEqualTo(state);
            assertThat(document.isEnding()).isFalse();
            assertThat(document.errorMessage() != null).isEqualTo(state.equals("FAILED"));
            told.put(job, document.json());
            return true;
        });
        assertThat(run(service, job).state()).isEqualTo(state);
        assertThat(run(service, job).endTime()).isNotNull();
    }

    private static JobRun run(SeaTunnelService service, String job) {
        return service.bean(Ledger.class)
                .newestRun(service.cluster("seatunnel").job(job))
                .orElseThrow();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(SeaTunnelService.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(java.util.NoSuchElementException.class)
                .until(condition);
    }
}
