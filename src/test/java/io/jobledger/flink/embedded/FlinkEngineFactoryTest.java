package io.jobledger.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.cluster.EngineClusters;
import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.process.DataDirLock;
import io.jobledger.engine.process.EngineHome;
import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkEngineFactoryTest {

    @TempDir
    Path dataDir;

    @ParameterizedTest
    @ValueSource(strings = {"off", "false", "OFF"})
    void offHasNoSession(String mode) {
        try (ApplicationContext context = context(Map.of("jobledger.flink.mode", mode))) {
            Engine engine = engine(context);
            assertThat(engine.state()).isEqualTo(EngineState.STOPPED);
            assertThat(engine.ready(Duration.ofMinutes(1)).toCompletableFuture())
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withMessageContaining("jobledger.flink.mode");
        }
    }

    @ParameterizedTest
    @CsvSource({"http://flink:8081/, flink:8081", "http://flink, flink:80", "https://flink/behind/a/proxy, flink:443"})
    void remoteIsNamedByItsAddress(String url, String name) {
        try (ApplicationContext context =
                context(Map.of("jobledger.flink.mode", "remote", "jobledger.flink.url", url))) {
            assertThat(context.getBean(EngineClusters.class).main("flink").name())
                    .isEqualTo(name);
        }
    }

    @Test
    void remoteMayHaveAnotherName() {
        try (ApplicationContext context = context(Map.of(
                "jobledger.flink.mode",
                "remote",
                "jobledger.flink.url",
                "http://flink:8081",
                "jobledger.flink.cluster",
                "production"))) {
            assertThat(context.getBean(EngineClusters.class).main("flink").name())
                    .isEqualTo("production");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flink:8081",
                "ftp://flink",
                "http://",
                "http://a b",
                "//flink:8081",
                "http://flink?x=y",
                "http://user:secret@flink",
                "8081"
            })
    void remoteWithAnotherKindOfUrlNamesTheKnob(String url) {
        assertThatThrownBy(() -> context(Map.of("jobledger.flink.mode", "remote", "jobledger.flink.url", url)))
                .hasStackTraceContaining("jobledger.flink.url must be an address")
                .hasStackTraceContaining(url);
    }

    @Test
    void remoteWithoutUrlNamesTheKnob() {
        assertThatThrownBy(() -> context(Map.of("jobledger.flink.mode", "remote")))
                .hasStackTraceContaining("jobledger.flink.url must be set");
    }

    @Test
    void unknownModeNamesTheKnob() {
        assertThatThrownBy(() -> context(Map.of("jobledger.flink.mode", "on")))
                .hasStackTraceContaining("jobledger.flink.mode must be");
    }

    @Test
    void unknownSchedulerNamesTheKnob() {
        assertThatThrownBy(() -> context(Map.of("jobledger.flink.scheduler", "reactive")))
                .hasStackTraceContaining("jobledger.flink.scheduler must be default or adaptive");
    }

    @Test
    void adaptiveSchedulerIsOptIn() {
        String scheduler = "jobmanager.scheduler";
        String cooldown = "jobmanager.adaptive-scheduler.scaling-interval.min";
        try (ApplicationContext context = context(Map.of("jobledger.flink.mode", "off"))) {
            assertThat(settings(context)).doesNotContainKeys(scheduler, cooldown);
        }
        try (ApplicationContext context = context(Map.of(
                "jobledger.flink.mode",
                "off",
                "jobledger.flink.scheduler",
                "adaptive",
                "jobledger.flink.config." + cooldown,
                "3 s"))) {
            assertThat(settings(context))
                    .containsEntry(scheduler, "adaptive")
                    .containsEntry(cooldown, "3 s")
                    .containsEntry("jobmanager.adaptive-scheduler.resource-stabilization-timeout", "1 s");
        }
    }

    private Map<String, String> settings(ApplicationContext context) {
        return FlinkSettings.of(
                        context.getBean(FlinkProperties.class), new FlinkDirectories(new EngineHome(dataDir)), 40_000)
                .values();
    }

    @Test
    void knobsReachFlink() {
        try (ApplicationContext context = context(Map.of(
                "jobledger.flink.mode",
                "off",
                "jobledger.flink.slots",
                "7",
                "jobledger.flink.config.web.checkpoints.history",
                5,
                "jobledger.flink.config.state.checkpoints.dir",
                "file:///it's/elsewhere",
                "jobledger.flink.config.rest.port",
                "8081",
                "jobledger.flink.config.taskmanager.memory.managed.size",
                "64m"))) {
            FlinkSettings settings = FlinkSettings.of(
                    context.getBean(FlinkProperties.class), new FlinkDirectories(new EngineHome(dataDir)), 40_000);
            assertThat(settings.values())
                    .containsEntry("taskmanager.numberOfTaskSlots", "7")
                    .containsEntry("web.checkpoints.history", "5")
                    .containsEntry("taskmanager.memory.managed.size", "64m")
                    .containsEntry("rest.port", "40000");
            assertThat(settings.restUrl()).isEqualTo(URI.create("http://127.0.0.1:40000"));
            assertThat(settings.toYaml()).contains("'state.checkpoints.dir': 'file:///it''s/elsewhere'\n");
        }
    }

    @Test
    void secondServiceIsKeptOutOfTheDataDir() {
        try (ApplicationContext first = context(Map.of("jobledger.flink.mode", "off"))) {
            assertThat(first.containsBean(DataDirLock.class)).isTrue();
            assertThatThrownBy(() -> context(Map.of("jobledger.flink.mode", "off")))
                    .hasStackTraceContaining(dataDir.toString())
                    .hasStackTraceContaining("jobledger.data-dir")
                    .hasStackTraceContaining(
                            "process " + ProcessHandle.current().pid());
        }
        context(Map.of("jobledger.flink.mode", "off")).close();
    }

    private ApplicationContext context(Map<String, Object> knobs) {
        Map<String, Object> all = new HashMap<>(knobs);
        all.put("jobledger.data-dir", dataDir.toString());
        return ApplicationContext.run(all);
    }

    private static Engine engine(ApplicationContext context) {
        return context.getBean(EngineClusters.class).main("flink").engine();
    }
}
