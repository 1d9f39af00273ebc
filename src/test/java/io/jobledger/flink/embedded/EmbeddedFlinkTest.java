package io.jobledger.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.EngineUnavailableException;
import io.jobledger.engine.ListeningSockets;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.engine.process.SupervisedEngine;
import io.jobledger.engine.process.Supervision;
import io.jobledger.testing.Signal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One Flink 1.20.5 for all tests; those that kill it find the next one. {@code stop} is for good, so it comes last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedFlinkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As by default, but for the waits. */
    private static final Supervision IMPATIENT = new Supervision(
            Duration.ofSeconds(60),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            4,
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
        FlinkProperties properties = new FlinkProperties(
                "embedded",
                null,
                Duration.ofSeconds(1),
                null,
                1,
                4,
                "default",
                "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                Map.of("jobstore.expiration-time", "1234", "web.timeout", "9000"));
        ServiceDirectories directories = new ServiceDirectories(dataDir, null);
        engine = new SupervisedEngine(
                new EmbeddedFlink(
                        directories, properties, new FlinkDirectories(new EngineHome(directories.data("flink")))),
                IMPATIENT,
                Clock.systemUTC());
        assertThat(engine.state()).isEqualTo(EngineState.STARTING);
        assertThat(engine.session()).isEmpty();
        engine.start();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    @Order(1)
    void hasOneTaskManagerWithFourSlots() throws Exception {
        EngineSession session = session();
        assertThat(session.incarnation()).isEqualTo(1);
        assertThat(ProcessHandle.of(session.pid())).isPresent();
        assertThat(flink(session).get("/overview").body())
                .contains("\"taskmanagers\":1,\"slots-total\":4")
                .contains("\"flink-version\":\"1.20.5\"");
    }

    @Test
    @Order(1)
    void keepsItsHistoryAndTakesSettingsOfTheUser() throws Exception {
        assertThat(flink(session()).get("/jobmanager/config").body())
                .contains("{\"key\":\"web.checkpoints.history\",\"value\":\"1000\"}")
                .contains("{\"key\":\"web.exception-history-size\",\"value\":\"1000\"}")
                .contains("{\"key\":\"jobmanager.execution.attempts-history-size\",\"value\":\"100\"}")
                .contains("{\"key\":\"jobstore.expiration-time\",\"value\":\"1234\"}")
                .contains("{\"key\":\"web.timeout\",\"value\":\"9000\"}");
        assertThat(Files.readString(dataDir.resolve("flink/log/flink.log")))
                .as("MiniCluster by itself ignores jobstore.*")
                .contains("expiration time 1234000");
    }

    @Test
    @Order(1)
    void listensOnLoopbackOnly() throws Exception {
        List<String> addresses = ListeningSockets.of(session().pid());
        assertThat(addresses).isNotEmpty().allMatch(ListeningSockets.LOOPBACK::contains);
    }

    @Test
    @Order(1)
    void servesItsLogsAndStandardOutput() throws Exception {
        FlinkCalls flink = flink(session());
        String taskManager = flink.get("/taskmanagers").body().replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        for (String whose : List.of("/jobmanager", "/taskmanagers/" + taskManager)) {
            assertThat(flink.get(whose + "/log").body()).contains("StandaloneResourceManager");
            assertThat(flink.get(whose + "/stdout").statusCode()).isEqualTo(200);
            assertThat(flink.get(whose + "/logs").body()).contains("flink.log", "flink.out", "flink.err");
            assertThat(flink.get(whose + "/thread-dump").body()).contains("threadName");
        }
    }

    @Test
    @Order(1)
    void writesOnlyIntoItsFolderOfTheDataDir() throws Exception {
        session();
        try (var files = Files.list(dataDir)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("flink");
        }
    }

    @Test
    @Order(2)
    void failsOnlyTheJarThatCallsSystemExit(@TempDir Path jars) throws Exception {
        EngineSession session = session();
        HttpResponse<String> answer = flink(session).run(JobJar.of(jars, JobJar.Exits.class));
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains("UserSystemExitException");
        assertThat(flink(session).get("/overview").statusCode()).isEqualTo(200);
        assertThat(engine.session()).contains(session);
    }

    @Test
    @Order(3)
    void comesBackAfterJarThatEndsTheJvm(@TempDir Path jars) throws Exception {
        EngineSession session = session();
        Path jar = JobJar.of(jars, JobJar.Insists.class);
        assertThatThrownBy(() -> flink(session).run(jar)).isInstanceOf(IOException.class);
        assertThat(next(session).pid()).isNotEqualTo(session.pid());
    }

    @Test
    @Order(3)
    void comesBackAfterKill() throws Exception {
        EngineSession session = session();
        ProcessHandle.of(session.pid()).orElseThrow().destroyForcibly();
        EngineSession next = next(session);
        assertThat(next.startedAt()).isAfter(session.startedAt());
        assertThat(flink(next).get("/overview").body()).contains("\"slots-total\":4");
    }

    @Test
    @Order(3)
    void comesBackAfterItsClusterIsShutDown() throws Exception {
        EngineSession session = session();
        assertThat(flink(session).delete("/cluster").statusCode()).isEqualTo(200);
        next(session);
        assertThat(ProcessHandle.of(session.pid())).isEmpty();
    }

    @Test
    @Order(3)
    void isKilledWhenItsProcessLivesButDoesNotAnswer() throws Exception {
        EngineSession session = session();
        Signal.STOP.to(session.pid());
        next(session);
        assertThat(ProcessHandle.of(session.pid())).isEmpty();
    }

    @Test
    @Order(4)
    void staysDownOnceItIsStopped() {
        EngineSession session = session();
        engine.stop();
        assertThat(engine.state()).isEqualTo(EngineState.STOPPED);
        assertThat(engine.session()).isEmpty();
        assertThat(engine.ready(PATIENCE).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        EngineUnavailableException.class,
                        e -> assertThat(e.state()).isEqualTo(EngineState.STOPPED));
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(session.pid()).isEmpty());
    }

    private EngineSession session() {
        return engine.ready(PATIENCE).toCompletableFuture().join();
    }

    private EngineSession next(EngineSession last) {
        await().atMost(PATIENCE)
                .until(() -> engine.session()
                        .filter(now -> now.incarnation() > last.incarnation())
                        .isPresent());
        EngineSession next = engine.session().orElseThrow();
        assertThat(next.incarnation()).isEqualTo(last.incarnation() + 1);
        return next;
    }

    private static FlinkCalls flink(EngineSession session) {
        return new FlinkCalls(session.baseUrl());
    }
}
