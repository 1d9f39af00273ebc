package io.jobledger.seatunnel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.RemoteEngine;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeaTunnelEngineFactoryTest {

    @TempDir
    Path dataDir;

    @Test
    void thereIsNoneUnlessItIsAskedFor() {
        try (ApplicationContext context = context(Map.of())) {
            assertThat(context.getBeansOfType(Engine.class))
                    .extracting(Engine::name)
                    .containsExactly("flink");
        }
    }

    @Test
    void remoteIsOneThatWaitsToBeAsked() {
        try (ApplicationContext context = context(
                Map.of("jobledger.seatunnel.mode", "remote", "jobledger.seatunnel.url", "http://seatunnel:5801/"))) {
            Engine engine = context.getBean(Engine.class, Qualifiers.byName("seatunnel"));
            assertThat(engine).isInstanceOf(RemoteEngine.class);
            assertThat(engine.state()).isEqualTo(EngineState.STARTING);
            assertThat(context.getBeansOfType(Engine.class))
                    .extracting(Engine::name)
                    .containsExactlyInAnyOrder("flink", "seatunnel");
        }
    }

    @Test
    void remoteWithoutUrlNamesTheKnob() {
        assertThatThrownBy(() -> engineOf(Map.of("jobledger.seatunnel.mode", "remote")))
                .hasStackTraceContaining("jobledger.seatunnel.url must be set");
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
                    context.getBean(SeaTunnelProperties.class), new SeaTunnelDirectories(odd), 40_000);
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
            context.getBeansOfType(Engine.class);
        }
    }

    private ApplicationContext context(Map<String, Object> knobs) {
        Map<String, Object> all = new HashMap<>(knobs);
        all.put("jobledger.data-dir", dataDir.toString());
        all.put("jobledger.flink.mode", "off");
        return ApplicationContext.run(all);
    }
}
