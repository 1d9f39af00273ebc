package io.jobledger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    private final List<Process> services = new ArrayList<>();

    @AfterEach
    void killAll() {
        services.forEach(Process::destroyForcibly);
    }

    @Test
    void leavesNoEngineBehindHoweverItEnds() throws Exception {
        Process service = start("first.log");
        ProcessHandle engine = engine("first.log");

        Process second = start("second.log");
        assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(log("second.log"))
                .contains("The data dir " + directory.resolve("data") + " is in use")
                .contains("process " + service.pid())
                .contains("jobledger.data-dir");
        assertThat(engine.isAlive()).isTrue();

        service.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !engine.isAlive());

        Process third = start("third.log");
        ProcessHandle next = engine("third.log");
        // It answers a moment before its start is through, and closes nothing if it is ended in between.
        await().atMost(PATIENCE)
                .until(() -> log("data/flink/log/flink.log").contains("Flink Mini Cluster started successfully"));
        third.destroy();
        assertThat(third.waitFor(15, TimeUnit.SECONDS)).as("an orderly stop").isTrue();
        assertThat(next.isAlive()).isFalse();
        assertThat(log("data/flink/log/flink.log")).contains("Shutting down Flink Mini Cluster");
    }

    private Process start(String log) throws IOException {
        Process service = JavaProcess.start(
                System.getProperty("java.class.path"),
                directory.resolve(log),
                "io.jobledger.app.Application",
                "-jobledger.data-dir=" + directory.resolve("data"),
                "-jobledger.flink.jvm-options=-Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "-micronaut.server.port=-1",
                "-jobledger.seatunnel.mode=off",
                "-jobledger.seatunnel.port=-1");
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
