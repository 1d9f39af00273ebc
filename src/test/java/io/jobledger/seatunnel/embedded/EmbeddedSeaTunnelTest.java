package io.jobledger.seatunnel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.cluster.EngineClusters;
import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.ListeningSockets;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.engine.process.SupervisedEngine;
import io.jobledger.engine.process.Supervision;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One SeaTunnel 2.3.8 for all tests; the one that kills it finds the next. {@code stop} is for good, so it comes last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedSeaTunnelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String FINISHED = "4711";
    private static final String STREAMING = "4712";

    /** As by default, but for the waits between two starts. */
    private static final Supervision IMPATIENT = new Supervision(
            Duration.ofSeconds(120),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            5,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(1));

    @TempDir
    static Path dataDir;

    private SupervisedEngine engine;

    @BeforeAll
    void start() {
        SeaTunnelProperties properties = new SeaTunnelProperties(
                "embedded", null, null, "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1", 1440, null, null);
        ServiceDirectories directories = new ServiceDirectories(dataDir, null);
        engine = new SupervisedEngine(
                EmbeddedSeaTunnel.NAME,
                new EmbeddedSeaTunnel(directories, properties, new EngineHome(directories.data("seatunnel"))),
                IMPATIENT,
                Clock.systemUTC());
        engine.start();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    @Order(1)
    void isOneNodeOfVersion238() throws Exception {
        EngineSession session = session();
        assertThat(session.incarnation()).isEqualTo(1);
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

    @Test
    @Order(1)
    void listensOnLoopbackOnly() throws Exception {
        assertThat(ListeningSockets.of(session().pid())).isNotEmpty().allMatch(ListeningSockets.LOOPBACK::contains);
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
    @Order(1)
    void writesOnlyIntoItsFolderOfTheDataDir() throws Exception {
        session();
        try (Stream<Path> files = Files.list(dataDir)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("seatunnel");
        }
    }

    @Test
    @Order(2)
    void knowsItsJobsAndGoesOnWithThemAfterKill() throws Exception {
        EngineSession session = session();
        String finished = seatunnel().get("job-info/" + FINISHED).body();
        ProcessHandle.of(session.pid()).orElseThrow().destroyForcibly();
        await().atMost(PATIENCE)
                .until(() -> engine.session()
                        .filter(next -> next.incarnation() == session.incarnation() + 1)
                        .isPresent());
        awaitState(STREAMING, "RUNNING");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(seatunnel().get("job-info/" + FINISHED).body())
                                .isEqualTo(finished));
    }

    @Test
    @Order(3)
    void staysDownOnceItIsStopped() {
        EngineSession session = session();
        engine.stop();
        assertThat(engine.state()).isEqualTo(EngineState.STOPPED);
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(session.pid()).isEmpty());
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

    private EngineSession session() {
        return engine.ready(PATIENCE).toCompletableFuture().join();
    }
}
