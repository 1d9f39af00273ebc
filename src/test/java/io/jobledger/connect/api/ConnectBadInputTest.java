package io.jobledger.connect.api;

import static io.jobledger.connect.ConnectService.encoded;
import static io.jobledger.connect.ConnectService.lines;
import static io.jobledger.connect.ConnectService.sink;
import static io.jobledger.connect.ConnectService.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.connect.ConnectService;
import io.jobledger.connect.ConnectService.Door;
import io.jobledger.connect.worker.BadPlugins;
import io.jobledger.flink.api.RawHttp;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients, plugins and topics do wrong is told in the runtime's words, and hurts nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("connect")
class ConnectBadInputTest {
    private static final String LONG_NAME = "129 characters";
    private static final String LONG = "n".repeat(129);

    private final ConnectService service = ConnectService.shared();
    private Path plugin;

    @TempDir
    private Path files;

    @BeforeAll
    void addPlugin() throws Exception {
        service.clear();
        plugin = service.plugins().resolve("bad-source.jar");
        BadPlugins.writeJar(plugin, Files.createTempDirectory("bad"));
        assertThat(service.text("/plugin/reload")).isEqualTo("success");
    }

    @AfterAll
    void removePlugin() throws Exception {
        Files.delete(plugin);
        service.clear();
        service.text("/plugin/reload");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            {bad                             | Internal server error         | malformed
            []                               | Internal server error         | malformed
            null                             | Internal server error         | malformed
            {}                               | Request config key: connector-class | connector.class
            {"connector-class":"x.y"}        | failed                        | x.y
            {"connector.class":"java.lang.String"} | failed                  | java.lang.String
            """)
    void configsThatCannotBeAreRefused(String config, String text, String json) {
        assertThat(service.text("/connectors/bad?config=" + encoded(config))).isEqualTo(text);
        assertThat(service.error("POST", "/connectors/bad", config, 400)).contains(json);
        assertThat(service.text("/connectors/bad/status")).isEqualTo("not running");
    }

    @Test
    void configsThatLackAreRefused() {
        assertThat(service.text("/connectors/bad")).isEqualTo("failed! query param 'config' is required ");
        assertThat(service.error("POST", "/connectors/bad", "", 400)).contains("'config' is required");
        assertThat(service.error("GET", "/connectors/bad?config=a&config=b", null, 400))
                .contains("2 times");
    }

    /** One that a worker could keep, but would carry in every answer, and one that is larger than any request. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 11})
    void configsOfMegabytesAreRefused(int megabytes) {
        String config = source(files.resolve("in"), "x".repeat(megabytes * 1024 * 1024));
        assertThat(service.error("POST", "/connectors/large", config, 413)).contains("too large");
        assertThat(service.error("GET", "/connectors/large/config", null, 404)).contains("large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "%20", "a%2Fb", "a%5Cb", "%2E%2E", "..", "a%00b", "a%0Ab", "%zz", LONG_NAME})
    void namesThatCannotBeAreRefused(String given) {
        String name = given.equals(LONG_NAME) ? LONG : given;
        String config = encoded(source(files.resolve("in"), "t"));
        RawHttp.Answer text = RawHttp.request("GET", "/connectors/" + name + "?config=" + config)
                .send(service.url(Door.TEXT));
        assertThat(text.status()).isIn(200, 400, 404);
        assertThat(text.body()).isNotEqualTo("success");
        RawHttp.Answer json = RawHttp.request("POST", "/connect-json/connectors/" + name)
                .json(source(files.resolve("in"), "t"))
                .send(service.service().url());
        assertThat(json.status()).as(json.body()).isIn(400, 404);
        for (String call : new String[] {"status", "config", "tasks", "stop", "pause", "tasks/0/status"}) {
            RawHttp.Answer other = RawHttp.request("GET", "/connect-json/connectors/" + name + '/' + call)
                    .send(service.service().url());
            assertThat(other.status()).as(call + ": " + other.body()).isIn(200, 400, 404);
            assertThat(RawHttp.request("GET", "/connectors/" + name + '/' + call)
                            .send(service.service().url())
                            .status())
                    .as(call)
                    .isIn(200, 400, 404);
        }
        assertThat(service.json("GET", "/connectors/list", null).size()).isZero();
    }

    @Test
    void unknownConnectorsAreNotFound() {
        for (String call : new String[] {"status", "config", "pause", "resume", "tasks/0/status"}) {
            assertThat(service.error("GET", "/connectors/nope/" + call, null, 404))
                    .contains("nope");
        }
        assertThat(service.error("DELETE", "/connectors/nope", null, 404)).contains("nope");
        assertThat(service.error("POST", "/connectors/nope/restart", null, 404)).contains("nope");
        assertThat(service.error("POST", "/connectors/nope/tasks/0/restart", null, 404))
                .contains("nope");
        assertThat(service.json("GET", "/connectors/nope/stop", null).getStringValue())
                .contains("nope");
        assertThat(service.text("/connectors/nope/stop")).isEqualTo("success");
    }

    @Test
    void pluginsThatFailAreNamedAndHurtNoOther() throws Exception {
        Path in = Files.writeString(files.resolve("well.in"), "one\n");
        Path out = files.resolve("well.out");
        service.json("POST", "/connectors/in", source(in, "well"));
        assertThat(service.error("POST", "/connectors/bad", "{\"connector.class\":\"bad.BadSource$Constructed\"}", 400))
                .contains("bad.BadSource$Constructed", "bad constructor");
        assertThat(service.error("POST", "/connectors/bad", bad("validate"), 400))
                .contains("bad validate");
        assertThat(service.text("/connectors/bad?config=" + encoded(bad("validate"))))
                .isEqualTo("failed");
        service.json("POST", "/connectors/start", bad("start"));
        assertThat(service.json("GET", "/connectors/start/status", null)
                        .get("connector")
                        .get("trace")
                        .getStringValue())
                .contains("bad start", "BadSource.start");
        service.json("POST", "/connectors/poll", bad("poll"));
        assertFails("poll", "bad poll");
        service.json("POST", "/connectors/out", sink(out, "well"));
        await().untilAsserted(() -> assertThat(lines(out)).containsExactly("one"));
        service.text("/connectors/stopAll");
        assertThat(service.text("/getConfigInfo")).isEqualTo("ConnectorConfigs:{}\nTaskConfigs:{}");
    }

    /** The broker's own reasons, in the trace of the task; nothing is taken from the file meanwhile. */
    @Test
    void topicsThatTheBrokerRefusesAreTold() throws Exception {
        Path in = Files.writeString(files.resolve("refused.in"), "one\n");
        service.json("POST", "/connectors/refused", source(in, "no such/topic"));
        assertFails("refused", "No topic can have the name 'no such/topic'");
        service.json("POST", "/connectors/refused", source(in, "allowed"));
        Path out = files.resolve("refused.out");
        service.json("POST", "/connectors/out", sink(out, "allowed"));
        await().untilAsserted(() -> assertThat(lines(out)).containsExactly("one"));
        service.text("/connectors/stopAll");
    }

    @Test
    void aJarThatIsNoneIsNamed() throws Exception {
        Path broken = Files.writeString(service.plugins().resolve("broken.jar"), "no jar");
        assertThat(service.error("GET", "/plugin/reload", null, 400)).contains("broken.jar");
        assertThat(service.text("/plugin/reload")).isEqualTo("failed");
        Files.delete(broken);
        assertThat(service.text("/plugin/reload")).isEqualTo("success");
    }

    private void assertFails(String name, String why) {
        await().untilAsserted(() -> {
            JsonNode task = service.json("GET", "/connectors/" + name + "/tasks/0/status", null);
            assertThat(task.get("state").getStringValue()).isEqualTo("RESTARTING");
            assertThat(task.get("trace").getStringValue()).contains(why);
        });
        assertThat(service.text("/connectors/" + name + "/status")).isEqualTo("not running");
    }

    private static String bad(String where) {
        return "{\"connector.class\":\"bad.BadSource\",\"fails\":\"" + where + "\"}";
    }
}
