package io.jobledger.connect.api;

import static io.jobledger.connect.ConnectService.encoded;
import static io.jobledger.connect.ConnectService.lines;
import static io.jobledger.connect.ConnectService.sink;
import static io.jobledger.connect.ConnectService.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.connect.ConnectService;
import io.jobledger.connect.ConnectService.Door;
import io.jobledger.connect.contract.ConnectContract;
import io.jobledger.connect.contract.ConnectJsonContract;
import io.jobledger.flink.api.RawHttp;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both contracts as clients meet them, over the embedded worker; every answer is held against its contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ResourceLock("connect")
class ConnectApiTest {
    private final ConnectService service = ConnectService.shared();

    @TempDir
    private Path files;

    /** Other classes ask the same service. */
    @BeforeAll
    void forgetWhatOthersAsked() {
        service.clear();
    }

    /** The document's own example, raw and unencoded; only the file is another. */
    @Test
    @Order(1)
    void runsTheSeedsExample() throws Exception {
        Path in = Files.writeString(files.resolve("source-file.txt"), "one\n\ntwo\n");
        Path out = files.resolve("sink-file.txt");
        String config = "{\"connector-class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\","
                + "\"topic\":\"fileTopic\",\"filename\":\"" + in + "\"}";
        String sink = "{\"connector-class\":\"org.apache.rocketmq.connect.file.FileSinkConnector\","
                + "\"topicNames\":\"fileTopic\",\"filename\":\"" + out + "\"}";
        assertThat(raw("/connectors/connector-example?config=" + config)).isEqualTo("success");
        assertThat(raw("/connectors/connector-example?config=" + config))
                .isEqualTo("Connector with same config already exist.");
        assertThat(service.text("/connectors/connector-sink?config=" + encoded(sink)))
                .isEqualTo("success");
        await().untilAsserted(() -> assertThat(lines(out)).containsExactly("one", "", "two"));
        Files.writeString(in, "three\n", StandardOpenOption.APPEND);
        await().untilAsserted(() -> assertThat(lines(out)).endsWith("three"));

        assertThat(service.text("/connectors/connector-example/status")).isEqualTo("running");
        assertThat(service.text("/connectors/nope/status")).isEqualTo("not running");
        assertThat(service.text("/connectors/connector-example/config"))
                .startsWith("ConnectorConfigs:{\"properties\":{\"connector-class\":\"")
                .contains("\nTaskConfigs:[{\"properties\":{", "\"topic\":\"fileTopic\"");
        assertThat(service.text("/getConfigInfo")).contains("\"connector-example\":{", "\"connector-sink\":[{");
        assertThat(service.text("/getAllocatedInfo"))
                .startsWith("working connectors:\nconnectorName:connector-example\nConfigs:{")
                .contains("\nworking tasks:\nconnectorName:connector-example\n");
        assertThat(service.text("/getClusterInfo")).isEqualTo("[\"standalone-worker\"]");
        assertThat(service.text("/plugin/reload")).isEqualTo("success");
        assertThat(service.text("/connectors/connector-example/stop")).isEqualTo("success");
        assertThat(service.text("/connectors/connector-example/status")).isEqualTo("not running");
        assertThat(service.text("/connectors/connector-example/config"))
                .isEqualTo("ConnectorConfigs:null\nTaskConfigs:null");
        assertThat(service.text("/connectors/stopAll")).isEqualTo("success");
        assertThat(service.text("/getConfigInfo")).isEqualTo("ConnectorConfigs:{}\nTaskConfigs:{}");
    }

    /** The same at both doors of the JSON API. */
    @ParameterizedTest
    @EnumSource(names = {"JSON", "PORT"})
    @Order(2)
    void runsPausesResumesRestartsAndStops(Door door) throws Exception {
        String topic = "json-" + door;
        Path in = Files.writeString(files.resolve(topic + ".in"), "one\n");
        Path out = files.resolve(topic + ".out");
        assertThat(get(door, "/getClusterInfo").size()).isEqualTo(1);
        get(door, "/connectors/in?config=" + encoded(source(in, topic)));
        service.json(door, "POST", "/connectors/out", sink(out, topic));
        await().untilAsserted(() -> assertThat(lines(out)).containsExactly("one"));
        assertThat(get(door, "/connectors/list").size()).isEqualTo(2);
        assertThat(get(door, "/allocated/connectors").size()).isEqualTo(2);
        assertThat(get(door, "/allocated/tasks").get("runningTasks").size()).isEqualTo(2);
        assertThat(get(door, "/connectors/in/status")
                        .get("connector")
                        .get("state")
                        .getStringValue())
                .isEqualTo("RUNNING");
        assertThat(get(door, "/connectors/in/config").get("type").getStringValue())
                .isEqualTo("SOURCE");
        assertThat(get(door, "/connectors/in/tasks").size()).isEqualTo(1);

        get(door, "/connectors/out/pause");
        assertThat(get(door, "/connectors/out/tasks/0/status").get("state").getStringValue())
                .isEqualTo("PAUSED");
        // The text tells of it, too.
        assertThat(service.text("/connectors/out/status")).isEqualTo("not running");
        get(door, "/connectors/out/resume");
        get(door, "/connectors/pause/all");
        assertThat(service.taskState("in", 0)).isEqualTo("PAUSED");
        get(door, "/connectors/resume/all");
        service.json(door, "POST", "/connectors/in/restart", null);
        service.json(door, "POST", "/connectors/out/tasks/0/restart", null);
        Files.writeString(in, "two\n", StandardOpenOption.APPEND);
        await().untilAsserted(() -> assertThat(lines(out)).containsExactly("one", "two"));

        assertThat(service.ask(door, "GET", "/plugin/list", null, 200).body()).contains(ConnectService.SOURCE);
        assertThat(service.ask(door, "GET", "/plugin/list/connectors", null, 200)
                        .body())
                .contains(ConnectService.SINK);
        get(door, "/plugin/reload");
        get(door, "/connectors/in/stop");
        service.json(door, "DELETE", "/connectors/out", null);
        assertThat(get(door, "/connectors/list").size()).isZero();
        get(door, "/connectors/stop/all");
    }

    @Test
    @Order(2)
    void healthShowsTheEngine() {
        JsonNode health = service.service().json(service.service().get("/health"));
        assertThat(health.get("details").get("engine-connect").get("status").getStringValue())
                .isEqualTo("UP");
    }

    /** The runtime of 2024 has not written these two yet, and says so. */
    @Test
    @Order(3)
    void everyOperationWasAsked() {
        for (Door door : new Door[] {Door.JSON, Door.PORT}) {
            get(door, "/plugin/config?plugin=x");
            service.ask(door, "GET", "/plugin/config/validate?plugin=x", null, 400);
            assertThat(ConnectJsonContract.get().operations())
                    .filteredOn(operation -> !operation.path().equals("/plugin/config/validate"))
                    .containsExactlyInAnyOrderElementsOf(service.succeeded(door));
        }
        assertThat(service.succeeded(Door.TEXT))
                .containsExactlyInAnyOrderElementsOf(ConnectContract.get().operations());
    }

    private JsonNode get(Door door, String target) {
        return service.json(door, "GET", target, null);
    }

    private String raw(String target) {
        RawHttp.Answer answer = RawHttp.request("GET", target).send(service.url(Door.TEXT));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }
}
