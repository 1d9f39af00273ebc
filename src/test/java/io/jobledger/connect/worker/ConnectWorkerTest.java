package io.jobledger.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded RocketMQ Connect worker, over its real broker. */
class ConnectWorkerTest {
    private static final String FILE_SOURCE = "org.apache.rocketmq.connect.file.FileSourceConnector";
    private static final String FILE_SINK = "org.apache.rocketmq.connect.file.FileSinkConnector";

    @TempDir
    static Path home;

    @TempDir
    Path files;

    private static WorkerProcess worker;

    @BeforeAll
    static void start() throws Exception {
        worker = new WorkerProcess(home);
        BadPlugins.writeJar(worker.plugins().resolve("bad-source.jar"), home.resolve("work"));
        assertThat(worker.get("/plugin/reload").at("/body").asText()).isEqualTo("Plugin reload succeeded");
    }

    @AfterAll
    static void end() throws Exception {
        worker.close();
    }

    @AfterEach
    void stopAll() throws Exception {
        worker.get("/connectors/stop/all");
    }

    @Test
    void linesGoThroughTheBrokerInOrderAndAKillLosesNone() throws Exception {
        Path in = files.resolve("in.txt");
        Path out = files.resolve("out.txt");
        worker.create(
                "lines-in", Map.of("connector.class", FILE_SOURCE, "filename", "" + in, "connect.topicname", "lines"));
        worker.create(
                "lines-out", Map.of("connector.class", FILE_SINK, "filename", "" + out, "connect.topicnames", "lines"));
        List<String> first = write(in, 0, 300);
        await().untilAsserted(() -> assertThat(lines(out)).isEqualTo(first));

        write(in, 300, 3000);
        await().until(() -> lines(out).size() > 300);
        worker.kill();
        write(in, 3000, 3100);
        worker.start();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(lines(out)).containsAll(Files.readAllLines(in)));
        assertThat(position("lines-in")).isEqualTo(Files.size(in));
    }

    @Test
    void emptyLinesPassAndAPausedSinkWaits() throws Exception {
        Path in = files.resolve("in.txt");
        Path out = files.resolve("out.txt");
        worker.create("in", Map.of("connector.class", FILE_SOURCE, "filename", "" + in, "connect.topicname", "gaps"));
        worker.create("out", Map.of("connector.class", FILE_SINK, "filename", "" + out, "connect.topicnames", "gaps"));
        Files.writeString(in, "a\n\nb\n");
        await().untilAsserted(() -> assertThat(lines(out)).containsExactly("a", "", "b"));

        worker.get("/connectors/out/pause");
        assertThat(worker.taskState("out")).isEqualTo("PAUSED");
        Files.writeString(in, "c\n", StandardOpenOption.APPEND);
        await().untilAsserted(() -> assertThat(position("in")).isEqualTo(Files.size(in)));
        assertThat(lines(out)).hasSize(3);
        worker.get("/connectors/out/resume");
        await().untilAsserted(() -> assertThat(lines(out)).containsExactly("a", "", "b", "c"));
    }

    @Test
    void aTaskThatFailsStartsAgainUpToTheLimitAndThenTellsWhy() throws Exception {
        bad("poll", Map.of("fails", "poll"));
        await().until(() -> worker.taskState("poll").equals("FAILED"));

        JsonNode task = worker.get("/runtime").at("/body/connectors/0/tasks/0");
        assertThat(task.get("attempt").asInt()).isEqualTo(2);
        assertThat(task.get("failures")).hasSize(3);
        assertThat(task.get("trace").asText()).contains("IllegalStateException: bad poll", "BadTask.poll");
        assertThat(worker.post("/connectors/poll/tasks/0/restart").at("/body").asText())
                .isEqualTo("Task [poll-0] restarted successfully");
        assertThat(worker.post("/connectors/poll/restart").at("/body").asText())
                .isEqualTo("Connector [poll] restarted successfully");
    }

    @Test
    void aPluginsErrorIsNamedAndBlockingCallsAreGivenUp() throws Exception {
        assertThat(bad("a", Map.of("fails", "validate")).at("/message").asText())
                .isEqualTo("bad validate");
        assertThat(bad("a", Map.of("blocks", "validate")).at("/message").asText())
                .isEqualTo("bad.BadSource.validate takes longer than 1000 ms");
        assertThat(worker.create("a", Map.of("connector.class", "bad.BadSource$Constructed"))
                        .at("/message")
                        .asText())
                .contains("bad constructor");
        bad("start", Map.of("fails", "start"));
        assertThat(worker.get("/connectors/start/status")
                        .at("/body/connector/state")
                        .asText())
                .isEqualTo("FAILED");
        assertThat(worker.get("/connectors/start/status")
                        .at("/body/connector/trace")
                        .asText())
                .contains("bad start");
        bad("stop", Map.of("blocks", "stop"));
        bad("task", Map.of("blocks", "task-stop"));
        bad("poll", Map.of("blocks", "poll"));
        await().until(() -> worker.taskState("poll").equals("RUNNING"));
        assertThat(worker.get("/connectors/stop/all").at("/body").asText())
                .isEqualTo("[start, stop, task, poll] connectors are deleted");
        assertThat(worker.get("/connectors/list").at("/body")).isEmpty();
    }

    @Test
    void aFileThatIsNoPluginIsNamedAndHurtsNoOther() throws Exception {
        Path broken = Files.writeString(worker.plugins().resolve("broken.jar"), "no jar");
        assertThat(worker.get("/plugin/reload").at("/message").asText()).contains("broken.jar");
        assertThat(worker.get("/plugin/list").findValuesAsText("className")).contains("bad.BadSource", FILE_SOURCE);
        Files.delete(broken);
        assertThat(worker.get("/plugin/reload").at("/status").asInt()).isEqualTo(200);
    }

    @Test
    void theWorkerHasExactlyWhatIsWanted() throws Exception {
        bad("there", Map.of());
        bad("unwanted", Map.of());
        String wanted = """
                {"connectors":{"there":{"config":{"connector.class":"bad.BadSource","x":"y"},"state":"RUNNING"},
                "new":{"config":{"connector.class":"bad.BadSource"},"state":"PAUSED"},
                "gone":{"config":{"connector.class":"no.such.Class"},"state":"RUNNING"}}}""";
        assertThat(worker.send("PUT", "/wanted", wanted).body()).contains("\"status\":200");
        JsonNode list = worker.get("/connectors/list").at("/body");
        assertThat(list.at("/there/info/config").has("x")).isTrue();
        assertThat(list.has("unwanted")).isFalse();
        assertThat(list.at("/new/status/connector/state").asText()).isEqualTo("PAUSED");
        assertThat(list.at("/gone/status/connector/state").asText()).isEqualTo("FAILED");
        assertThat(list.at("/gone/status/connector/trace").asText()).contains("no.such.Class");
    }

    private static JsonNode bad(String name, Map<String, String> config) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(config);
        all.put("connector.class", "bad.BadSource");
        return worker.create(name, all);
    }

    private static long position(String name) throws IOException, InterruptedException {
        for (JsonNode connector : worker.get("/runtime").at("/body/connectors")) {
            if (connector.get("name").asText().equals(name)) {
                return connector.at("/tasks/0/positions/0/offset/nextPosition").asLong();
            }
        }
        return -1;
    }

    private static List<String> write(Path file, int from, int to) throws IOException {
        List<String> lines =
                IntStream.range(from, to).mapToObj(number -> "line " + number).toList();
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return lines;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
