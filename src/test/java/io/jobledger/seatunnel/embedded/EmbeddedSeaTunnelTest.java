package io.jobledger.seatunnel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.cluster.EngineClusters;
import io.jobledger.engine.EmbeddedEngineContract;
import io.jobledger.engine.Engine;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.EngineLauncher;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded SeaTunnel 2.3.8. */
class EmbeddedSeaTunnelTest extends EmbeddedEngineContract {

    private static final String FINISHED = "4711";
    private static final String STREAMING = "4712";

    EmbeddedSeaTunnelTest() {
        super(EmbeddedSeaTunnel.NAME, Duration.ofSeconds(10), 5);
    }

    @Override
    protected EngineLauncher launcher(ServiceDirectories directories) {
        SeaTunnelProperties properties = new SeaTunnelProperties(
                "embedded", null, null, "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1", 1440, null, null);
        return new EmbeddedSeaTunnel(directories, properties, new EngineHome(directories.data("seatunnel")));
    }

    @Test
    @Order(1)
    void isOneNodeOfVersion238() throws Exception {
        first();
        assertThat(seatunnel().get("overview").body())
                .contains("\"projectVersion\":\"2.3.8\"")
                .contains("\"workers\":\"1\"");
    }

    /** By another service, as its remote engine. */
    @Test
    @Order(1)
    void isFoundWhereItIs(@TempDir Path other) {
        URI url = session().baseUrl();
        try (ApplicationContext context = ApplicationContext.run(Map.of(
                "jobledger.data-dir",
                other.toString(),
                "jobledger.flink.mode",
                "off",
                "jobledger.seatunnel.mode",
                "remote",
                "jobledger.seatunnel.url",
                url + "/"))) {
            Engine remote = context.getBean(EngineClusters.class)
                    .main(EmbeddedSeaTunnel.NAME)
                    .engine();
            remote.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(remote.session())
                            .hasValueSatisfying(
                                    found -> assertThat(found.baseUrl()).isEqualTo(url)));
        }
    }

    /** Of two threads that store an entry at the same moment, one may wait 60 s, and its entry is lost. */
    @Test
    @Order(1)
    void storesItsMapsWithOneThread() throws Exception {
        assertThat(Pattern.compile("partition-operation\\.thread-\\d+")
                        .matcher(seatunnel().get("running-threads").body())
                        .results()
                        .map(MatchResult::group)
                        .distinct())
                .containsExactly("partition-operation.thread-0");
    }

    @Test
    @Order(1)
    void runsTheSeedsJob() throws Exception {
        assertThat(submit(FINISHED, SeaTunnelCorpus.text("/seeds/seatunnel-submit-job.json")))
                .contains("\"jobId\":\"" + FINISHED + "\"");
        awaitState(FINISHED, "FINISHED");
        assertThat(seatunnel().get("job-info/" + FINISHED).body()).contains("\"SinkWriteCount\":\"100\"");
        assertThat(Files.readString(dataDir.resolve("seatunnel/log/seatunnel.log")))
                .contains("ConsoleSinkWriter");
    }

    @Test
    @Order(1)
    void writesFiles(@TempDir Path output) throws Exception {
        submit("4713", """
                {"env": {"job.mode": "BATCH"},
                 "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 7,
                             "schema": {"fields": {"name": "string"}}}],
                 "sink": [{"plugin_name": "LocalFile", "source_table_name": ["fake"], "path": "%s",
                           "tmp_path": "%s", "file_format_type": "text"}]}
                """.formatted(output.resolve("out"), output.resolve("tmp")));
        awaitState("4713", "FINISHED");
        assertThat(linesBelow(output.resolve("out"))).hasSize(7);
    }

    @Test
    @Order(1)
    void takesCheckpointsOfStream() throws Exception {
        submit(STREAMING, """
                {"env": {"job.mode": "STREAMING", "checkpoint.interval": 500},
                 "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 1,
                             "split.read-interval": 500, "schema": {"fields": {"name": "string"}}}],
                 "sink": [{"plugin_name": "Console", "source_table_name": ["fake"]}]}
                """);
        awaitState(STREAMING, "RUNNING");
        Path checkpoints = dataDir.resolve("seatunnel/checkpoints").resolve(STREAMING);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(checkpoints).isDirectoryContaining("glob:**.ser"));
    }

    @Test
    @Order(2)
    void knowsItsJobsAndGoesOnWithThemAfterKill() throws Exception {
        String finished = seatunnel().get("job-info/" + FINISHED).body();
        nextAfterKill();
        awaitState(STREAMING, "RUNNING");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(seatunnel().get("job-info/" + FINISHED).body())
                                .isEqualTo(finished));
    }

    private String submit(String job, String config) throws IOException, InterruptedException {
        return seatunnel().post("submit-job?jobId=" + job, config).body();
    }

    private void awaitState(String job, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(seatunnel().stateOf(job)).isEqualTo(state));
    }

    private static List<String> linesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .flatMap(EmbeddedSeaTunnelTest::lines)
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SeaTunnelCalls seatunnel() {
        return new SeaTunnelCalls(session().baseUrl());
    }
}
