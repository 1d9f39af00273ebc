package io.jobledger.seatunnel.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is recorded of a job's configuration, from its submission to its end. */
@ResourceLock("seatunnel")
class RecordedConfigsTest {
    private static final String SECRET = "geheim";

    private static final String CONFIG = """
            {"env": {"job.mode": "STREAMING", "checkpoint.interval": 1000, "note": "kept",
                     "my.token": "geheim-1", "proxy": "http://user:geheim-2@127.0.0.1:1/?access_key=geheim-3&kept=1"},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 1,
                         "split.read-interval": 500, "schema": {"fields": {"name": "string"}},
                         "password": "geheim-4", "hadoop": {"fs": {"secret.key": "geheim-5", "kept": [1, null, "x"]}},
                         "url": "jdbc:postgresql://127.0.0.1:1/x?user=writer&password=geheim-6"}],
             "transform": [],
             "sink": [{"plugin_name": "Console", "source_table_name": ["fake"],
                       "properties": [{"name": "password", "value": "geheim-7"}, {"name": "kept", "value": "y"}],
                       "headers": {"Authorization": "Bearer geheim-8"}, "auth": {"any": ["geheim-9"]}}]}
            """;

    private static final String RECORDED = """
            {"env": {"job.mode": "STREAMING", "checkpoint.interval": 1000, "note": "kept",
                     "my.token": "******", "proxy": "http://user:******@127.0.0.1:1/?access_key=******&kept=1"},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 1,
                         "split.read-interval": 500, "schema": {"fields": {"name": "string"}},
                         "password": "******", "hadoop": {"fs": {"secret.key": "******", "kept": [1, null, "x"]}},
                         "url": "jdbc:postgresql://127.0.0.1:1/x?user=writer&password=******"}],
             "transform": [],
             "sink": [{"plugin_name": "Console", "source_table_name": ["fake"],
                       "properties": [{"name": "password", "value": "******"}, {"name": "kept", "value": "y"}],
                       "headers": {"Authorization": "******"}, "auth": "******"}]}
            """;

    private final SeaTunnelService service = SeaTunnelService.shared();

    @Test
    void everyRunHasItsOwnWithoutSecrets() {
        service.post("submit-job?jobId=9301&jobName=load+password%3Dgeheim-10", CONFIG);
        service.awaitState("9301", "RUNNING");
        await().atMost(SeaTunnelService.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(ledger().checkpoints(run().id())).isNotEmpty());
        assertThat(json(run(), "/config")).isEqualTo(SeaTunnelCorpus.parse(RECORDED));
        hasNoSecret(run());
        service.post("stop-job", "{\"jobId\":9301,\"isStopWithSavePoint\":true}");
        service.awaitState("9301", "SAVEPOINT_DONE");
        JobRun first = sealed(1);

        service.post(
                "submit-job?jobId=9301&isStartWithSavePoint=true", changed(CONFIG.replace("geheim-", "geheim-neu-")));
        service.awaitState("9301", "RUNNING");
        service.post("stop-job", "{\"jobId\":\"9301\"}");
        service.awaitState("9301", "CANCELED");
        JobRun second = sealed(2);

        assertThat(first.name()).isEqualTo("load password=******");
        assertThat(json(first, "").get("jobName").getStringValue()).isEqualTo(first.name());
        assertThat(json(first, "/config")).isEqualTo(SeaTunnelCorpus.parse(RECORDED));
        assertThat(json(second, "/config")).isEqualTo(SeaTunnelCorpus.parse(changed(RECORDED)));
        for (JobRun run : List.of(first, second)) {
            hasNoSecret(run);
            JsonNode options = json(run, "/running-jobs").get("envOptions");
            assertThat(options.get("my.token").getStringValue()).isEqualTo("******");
            assertThat(options.get("proxy").getStringValue())
                    .isEqualTo("http://user:******@127.0.0.1:1/?access_key=******&kept=1");
            assertThat(json(run, "").get("finishTime")).isNotNull();
            assertThat(run.name()).doesNotContain(SECRET);
        }
        assertThat(json(first, "/running-jobs").get("isStartWithSavePoint"))
                .isEqualTo(JsonNode.createBooleanNode(false));
        assertThat(json(first, "/running-jobs").get("envOptions").get("note").getStringValue())
                .isEqualTo("kept");
        assertThat(json(second, "/running-jobs").get("isStartWithSavePoint"))
                .isEqualTo(JsonNode.createBooleanNode(true));
        assertThat(json(second, "/running-jobs").get("envOptions").get("note").getStringValue())
                .isEqualTo("changed");
        assertThat(service.logged()).doesNotContain(SECRET);
    }

    /** Everything that is kept of the run but for its operations. */
    private void hasNoSecret(JobRun run) {
        assertThat(ledger().documents(run.id())).extracting(Document::path).contains("", "/config");
        assertThat(ledger().documents(run.id()))
                .extracting(document -> new String(document.body(), StandardCharsets.UTF_8))
                .allSatisfy(body -> assertThat(body).doesNotContain(SECRET));
        assertThat(run.summary()).isNotNull().doesNotContain(SECRET);
        assertThat(ledger().samples(run.id()))
                .allSatisfy(sample -> assertThat(sample.metrics()).doesNotContain(SECRET));
    }

    /** The newest run, once it is the one of the number and all of it is recorded. */
    private JobRun sealed(int number) {
        await().atMost(SeaTunnelService.PATIENCE).ignoreExceptions().untilAsserted(() -> {
            JobRun run = run();
            assertThat(run.run()).isEqualTo(number);
            assertThat(run.closure()).isEqualTo(Closure.SEALED);
        });
        return run();
    }

    private JsonNode json(JobRun run, String path) {
        return SeaTunnelCorpus.parse(
                new String(ledger().document(run.id(), path).orElseThrow().body(), StandardCharsets.UTF_8));
    }

    private JobRun run() {
        return ledger().newestRun(service.cluster("seatunnel").job("9301")).orElseThrow();
    }

    private Ledger ledger() {
        return service.bean(Ledger.class);
    }

    /** Without a checkpoint that the job's end could meet: the engine would let the job fail. */
    private static String changed(String config) {
        return config.replace("\"note\": \"kept\"", "\"note\": \"changed\"")
                .replace("\"checkpoint.interval\": 1000", "\"checkpoint.interval\": 60000");
    }
}
