package io.jobledger.connect.recorder;

import static io.jobledger.connect.ConnectService.lines;
import static io.jobledger.connect.ConnectService.sink;
import static io.jobledger.connect.ConnectService.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.connect.ConnectService;
import io.jobledger.connect.worker.BadPlugins;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger has what the embedded worker did, and gives it what it is to do after a restart of everything. */
class ConnectHistoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path files;

    private ConnectService service;

    @Test
    void historyHasAllOfAConnectorsLife() throws Exception {
        Path in = Files.writeString(files.resolve("in"), "one\n");
        Path out = files.resolve("out");
        Path data = files.resolve("data");
        try (ConnectService first = ConnectService.start(data, Map.of())) {
            service = first;
            Files.createDirectories(service.plugins());
            BadPlugins.writeJar(service.plugins().resolve("bad.jar"), files.resolve("work"));
            service.json("GET", "/plugin/reload", null);
            create("in", source(in, "topic").replace("}", ",\"db.password\":\"geheim1\"}"));
            create("out", sink(out, "topic"));
            create("bad", "{\"connector.class\":\"bad.BadSource\",\"connect.topicname\":\"topic\",\"fails\":\"poll\"}");
            create("over", source(in, "other"));
            create("asleep", source(in, "asleep"));
            service.json("GET", "/connectors/asleep/pause", null);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines(out)).containsExactly("one"));

            // A changed config is a version, and a new attempt of the task. Secrets are masked.
            create("in", source(in, "topic").replace("}", ",\"db.password\":\"geheim2\",\"note\":\"second\"}"));
            JsonNode job = job("in");
            assertThat(job.get("state").getStringValue()).isEqualTo("RUNNING");
            assertThat(job.get("config").get("db.password").getStringValue()).isEqualTo("******");
            assertThat(job.get("configVersions").size()).isEqualTo(2);
            assertThat(job.get("vertices").get(0).get("name").getStringValue()).isEqualTo("in-0");
            assertThat(job.get("vertices").get(0).get("attempts").size()).isEqualTo(2);
            assertThat(operations(job)).isEqualTo("SUBMIT SUBMIT ");
            assertThat(job.get("operations").get(0).get("requestedFrom").getStringValue())
                    .isEqualTo("127.0.0.1");
            assertThat(service.service()
                            .get("/history/compare?left=connect/local/in/1/1&right=connect/local/in/1/2")
                            .body())
                    .contains("{\"path\":\"/config/note\",\"left\":null,\"right\":\"second\"}");

            // Restarts are attempts, failures exceptions with a root cause, positions samples.
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(job("bad").get("exceptions").size()).isGreaterThanOrEqualTo(2);
                assertThat(service.service()
                                .get("/history/jobs/connect/local/in/metrics")
                                .body())
                        .contains("in-0", "nextPosition");
            });
            JsonNode bad = job("bad");
            assertThat(bad.get("state").getStringValue()).isIn("RESTARTING", "FAILED");
            assertThat(bad.get("vertices").get(0).get("attempts").size()).isGreaterThanOrEqualTo(2);
            assertThat(service.service()
                            .get("/history/exceptions?engine=connect")
                            .body())
                    .contains("bad poll");
            assertThat(service.service()
                            .get("/history/jobs?engine=connect&exception=poll")
                            .body())
                    .contains("\"bad\"");

            // A stop ends the run. The text is the worker's, the JSON the ledger's.
            service.json("GET", "/connectors/over/stop", null);
            assertOver();
            service.json("GET", "/connectors/bad/stop", null);
        }
        try (ConnectService second = ConnectService.start(data, Map.of())) {
            service = second;
            service.json("GET", "/connectors/list", null);
            Files.writeString(in, "one\ntwo\n");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines(out)).contains("two"));
            assertOver();
            assertThat(service.json("GET", "/connectors/in/config", null)
                            .get("config")
                            .get("db.password")
                            .getStringValue())
                    .as("the worker has the true value")
                    .isEqualTo("geheim2");
            assertThat(service.json("GET", "/connectors/list", null).get("over"))
                    .isNull();
            assertThat(service.taskState("asleep", 0)).isEqualTo("PAUSED");
            // The run goes on, in another attempt.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(job("in")
                                    .get("vertices")
                                    .get(0)
                                    .get("attempts")
                                    .size())
                            .isEqualTo(3));
            assertThat(job("in").get("run").getIntValue()).isEqualTo(1);
            assertThat(job("in").get("closure").getStringValue()).isEqualTo("OPEN");

            service.text("/connectors/stopAll");
            assertThat(job("in").get("closure").getStringValue()).isEqualTo("SEALED");
            assertThat(operations(job("in"))).isEqualTo("SUBMIT SUBMIT ");
            assertThat(service.service()
                            .get("/history/operations?engine=connect&kind=STOP")
                            .body())
                    .contains("\"STOP\"");
            assertThat(service.service()
                            .get("/history/statistics?engine=connect&by=state")
                            .body())
                    .contains("DESTROYED");
            assertThat(service.service()
                            .get("/history/jobs.ndjson?engine=connect")
                            .body())
                    .contains("\"over\"", "\"in\"");
            create("in", source(in, "topic"));
            assertThat(job("in").get("run").getIntValue()).isEqualTo(2);
        }
    }

    private void assertOver() {
        assertThat(service.text("/connectors/over/config")).isEqualTo("ConnectorConfigs:null\nTaskConfigs:null");
        assertThat(service.text("/connectors/over/status")).isEqualTo("not running");
        assertThat(service.json("GET", "/connectors/over/config", null)
                        .get("config")
                        .get("connect.topicname")
                        .getStringValue())
                .isEqualTo("other");
        assertThat(service.taskState("over", 0)).isEqualTo("UNASSIGNED");
        assertThat(service.json("GET", "/connectors/over/tasks", null).size()).isEqualTo(1);
        JsonNode job = job("over");
        assertThat(job.get("state").getStringValue()).isEqualTo("DESTROYED");
        assertThat(job.get("closure").getStringValue()).isEqualTo("SEALED");
        assertThat(operations(job)).isEqualTo("STOP SUBMIT ");
    }

    private void create(String name, String config) {
        service.json("POST", "/connectors/" + name, config);
    }

    private JsonNode job(String name) {
        return history("/history/jobs/connect/local/" + name);
    }

    private JsonNode history(String target) {
        return service.service().json(service.service().get(target));
    }

    private static String operations(JsonNode job) {
        StringBuilder kinds = new StringBuilder();
        job.get("operations")
                .values()
                .forEach(one -> kinds.append(one.get("kind").getStringValue()).append(' '));
        return kinds.toString();
    }
}
