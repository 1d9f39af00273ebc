package io.jobledger.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.engine.EmbeddedEngineContract;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.EngineLauncher;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.testing.Signal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded Flink 1.20.5. */
class EmbeddedFlinkTest extends EmbeddedEngineContract {

    EmbeddedFlinkTest() {
        super(EmbeddedFlink.NAME, Duration.ofSeconds(1), 4);
    }

    @Override
    protected EngineLauncher launcher(ServiceDirectories directories) {
        FlinkProperties properties = new FlinkProperties(
                "embedded",
                null,
                null,
                null,
                Duration.ofSeconds(1),
                1,
                4,
                "default",
                "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                Map.of("jobstore.expiration-time", "1234", "web.timeout", "9000"));
        return new EmbeddedFlink(directories, properties, new EngineHome(directories.data("flink")));
    }

    @Test
    @Order(1)
    void hasOneTaskManagerWithFourSlots() throws Exception {
        assertThat(flink(first()).get("/overview").body())
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
        assertThat(flink(nextAfterKill()).get("/overview").body()).contains("\"slots-total\":4");
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

    private static FlinkCalls flink(EngineSession session) {
        return new FlinkCalls(session.baseUrl());
    }
}
