package io.jobledger.seatunnel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.postgres.SharedPostgres;
import io.jobledger.testing.TestService;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services with an embedded SeaTunnel each, on one PostgreSQL. The engines are not started: only the names matter. */
class SeaTunnelClaimTest {
    @TempDir
    Path dataDirs;

    @Test
    void twoOfOneNameAreOneTooMany() {
        SharedPostgres.Database database = SharedPostgres.newDatabase();
        try (EmbeddedServer first = service(database, "one", Map.of())) {
            assertThat(first.isRunning()).isTrue();
            assertThatThrownBy(() -> service(database, "two", Map.of()).close())
                    .hasStackTraceContaining("jobledger.seatunnel.cluster")
                    .hasStackTraceContaining("\"local\"");
            // Not in the directory of the one that was refused: its lock ends with its process, which is ours.
            service(database, "three", Map.of("jobledger.seatunnel.cluster", "another"))
                    .close();
            service(database, "three", Map.of("jobledger.seatunnel.mode", "off"))
                    .close();
        }
        service(database, "three", Map.of()).close();
    }

    private EmbeddedServer service(SharedPostgres.Database database, String dataDir, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "micronaut.server.port",
                -1,
                "jobledger.flink.mode",
                "off",
                "jobledger.seatunnel.mode",
                "embedded",
                "jobledger.data-dir",
                dataDirs.resolve(dataDir).toString(),
                "jobledger.engines-dir",
                dataDirs.resolve("none").toString()));
        settings.putAll(database.settings());
        settings.putAll(more);
        ApplicationContext context = ApplicationContext.builder(settings).build();
        try {
            return TestService.started(context).getBean(EmbeddedServer.class).start();
        } catch (RuntimeException e) {
            // Else its connections would outlive the database.
            context.close();
            throw e;
        }
    }
}
