package io.jobledger.seatunnel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.cluster.EngineClusters;
import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.RemoteEngine;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.SupervisedEngine;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
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

class SeaTunnelEngineFactoryTest {

    @TempDir
    Path dataDir;

    /** Tests have none unless they ask for it; users do. */
    @Test
    void embeddedUnlessOtherwiseTold() {
        try (ApplicationContext context =
                builder(Map.of()).deduceEnvironment(false).start()) {
            assertThat(engine(context)).isInstanceOf(SupervisedEngine.class);
            assertThat(clusterName(context)).isEqualTo("local");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "false", "OFF"})
    void offHasNoSession(String mode) {
        try (ApplicationContext context = context(Map.of("jobledger.seatunnel.mode", mode))) {
            assertThat(engine(context).state()).isEqualTo(EngineState.STOPPED);
            assertThat(engine(context).ready(Duration.ofMinutes(1)).toCompletableFuture())
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withMessageContaining("jobledger.seatunnel.mode is off");
            assertThat(clusterName(context)).isEqualTo("local");
        }
    }

    @Test
    void remoteIsOneThatWaitsToBeAsked() {
        try (ApplicationContext context = context(
                Map.of("jobledger.seatunnel.mode", "remote", "jobledger.seatunnel.url", "http://seatunnel:5801/"))) {
            assertThat(engine(context)).isInstanceOf(RemoteEngine.class);
            assertThat(engine(context).state()).isEqualTo(EngineState.STARTING);
        }
    }

    @ParameterizedTest
    @CsvSource({"http://seatunnel:5801/, seatunnel:5801", "http://seatunnel, seatunnel:80", "https://a/proxy, a:443"})
    void remoteIsNamedByItsAddress(String url, String name) {
        try (ApplicationContext context =
                context(Map.of("jobledger.seatunnel.mode", "remote", "jobledger.seatunnel.url", url))) {
            assertThat(clusterName(context)).isEqualTo(name);
        }
    }

    @Test
    void clusterMayHaveAnotherName() {
        try (ApplicationContext context = context(Map.of("jobledger.seatunnel.cluster", "production"))) {
            assertThat(clusterName(context)).isEqualTo("production");
        }
    }

    @Test
    void remoteWithoutUrlNamesTheKnob() {
        assertThatThrownBy(() -> engineOf(Map.of("jobledger.seatunnel.mode", "remote")))
                .hasStackTraceContaining("jobledger.seatunnel.url must be set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seatunnel:5801", "ftp://seatunnel", "http://user:secret@seatunnel", "5801"})
    void remoteWithAnotherKindOfUrlNamesTheKnob(String url) {
        assertThatThrownBy(() -> engineOf(Map.of("jobledger.seatunnel.mode", "remote", "jobledger.seatunnel.url", url)))
                .hasStackTraceContaining("jobledger.seatunnel.url must be an address")
                .hasStackTraceContaining(url);
    }

    @Test
    void unknownModeNamesTheKnob() {
        assertThatThrownBy(() -> engineOf(Map.of("jobledger.seatunnel.mode", "on")))
                .hasStackTraceContaining("jobledger.seatunnel.mode must be");
    }

    @Test
    void historyOfNoTimeNamesTheKnob() {
        assertThatThrownBy(() -> engineOf(Map.of(
                        "jobledger.seatunnel.mode", "embedded", "jobledger.seatunnel.history-job-expire-minutes", 0)))
                .hasStackTraceContaining("jobledger.seatunnel.history-job-expire-minutes must be");
    }

    @Test
    void knobsAndOddPathsReachSeaTunnel() {
        Path odd = Path.of("/it's/odd");
        try (ApplicationContext context = context(Map.of("jobledger.seatunnel.history-job-expire-minutes", 7))) {
            SeaTunnelSettings settings = new SeaTunnelSettings(
                    context.getBean(SeaTunnelProperties.class), new SeaTunnelDirectories(new EngineHome(odd)), 40_000);
            assertThat(settings.url()).isEqualTo(URI.create("http://127.0.0.1:40000"));
            assertThat(settings.seatunnelYaml())
                    .contains("history-job-expire-minutes: 7\n")
                    .contains("namespace: '/it''s/odd/checkpoints/'\n");
            assertThat(settings.hazelcastYaml())
                    .contains("port: 40000\n")
                    .contains("- 127.0.0.1:40000\n")
                    .contains("namespace: '/it''s/odd/maps'\n");
        }
    }

    private void engineOf(Map<String, Object> knobs) {
        try (ApplicationContext context = context(knobs)) {
            context.getBean(EngineClusters.class);
        }
    }

    private ApplicationContext context(Map<String, Object> knobs) {
        return builder(knobs).start();
    }

    private ApplicationContextBuilder builder(Map<String, Object> knobs) {
        Map<String, Object> all = new HashMap<>(knobs);
        all.put("jobledger.data-dir", dataDir.toString());
        all.put("jobledger.flink.mode", "off");
        return ApplicationContext.builder().properties(all);
    }

    private static Engine engine(ApplicationContext context) {
        return context.getBean(EngineClusters.class).main("seatunnel").engine();
    }

    private static String clusterName(ApplicationContext context) {
        return context.getBean(EngineClusters.class).main("seatunnel").name();
    }
}
