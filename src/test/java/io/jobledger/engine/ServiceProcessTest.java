package io.jobledger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service as a process of its own, with its Flink: neither outlives the other's reason to be there. */
class ServiceProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Pattern ENGINE_UP = Pattern.compile("flink 1\\.20\\.5 is ready on .*\\(process (\\d+),");

    @TempDir
    Path directory;

    private final List<ServiceProcess> services = new ArrayList<>();

    @AfterEach
    void killAll() {
        services.forEach(ServiceProcess::close);
    }

    @Test
    void leavesNoEngineBehindHoweverItEnds() throws Exception {
        ServiceProcess service = start("first.log");
        ProcessHandle engine = engine("first.log");

        ServiceProcess second = start("second.log");
        assertThat(second.ends(PATIENCE)).isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(log("second.log"))
                .contains("The data dir " + directory.resolve("data") + " is in use")
                .contains("process " + service.pid())
                .contains("jobledger.data-dir");
        assertThat(engine.isAlive()).isTrue();

        service.kill();
        await().atMost(PATIENCE).until(() -> !engine.isAlive());

        ServiceProcess third = start("third.log");
        ProcessHandle next = engine("third.log");
        // It answers a moment before its start is through, and closes nothing if it is ended in between.
        await().atMost(PATIENCE)
                .until(() -> log("data/flink/log/flink.log").contains("Flink Mini Cluster started successfully"));
        third.terminate();
        assertThat(third.ends(Duration.ofSeconds(15))).as("an orderly stop").isTrue();
        assertThat(next.isAlive()).isFalse();
        assertThat(log("data/flink/log/flink.log")).contains("Shutting down Flink Mini Cluster");
    }

    private ServiceProcess start(String log) {
        ServiceProcess service =
                ServiceLaunch.light().without("seatunnel").start(directory.resolve("data"), directory.resolve(log));
        services.add(service);
        return service;
    }

    private ProcessHandle engine(String log) {
        String pid = await().atMost(PATIENCE)
                .until(
                        () -> {
                            Matcher up = ENGINE_UP.matcher(log(log));
                            return up.find() ? up.group(1) : "";
                        },
                        found -> !found.isEmpty());
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private String log(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }
}
