package io.jobledger.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.testing.TestService;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services with an embedded cluster each, on one database. Their engines are not started: only the names matter. */
class ClusterClaimTest {
    @TempDir
    Path dataDirs;

    @Test
    void twoOfOneNameAreOneTooMany() {
        try (EmbeddedServer first = service("one", Map.of())) {
            assertThat(first.isRunning()).isTrue();
            assertThatThrownBy(() -> service("two", Map.of()))
                    .hasStackTraceContaining("jobledger.flink.cluster")
                    .hasStackTraceContaining("\"local\"");
            // Not in the directory of the one that was refused: its lock ends with its process, which is ours.
            service("three", Map.of("jobledger.flink.cluster", "another")).close();
            service("three", Map.of("jobledger.flink.mode", "off")).close();
        }
        service("three", Map.of()).close();
    }

    @Test
    void anOwnerThatWasKilledHasItBackAtOnceAndOthersLater() throws Exception {
        Path one = Files.createDirectories(dataDirs.resolve("one"));
        Files.writeString(one.resolve("service-id"), "killed");
        try (EmbeddedServer off = service("off", Map.of("jobledger.flink.mode", "off"))) {
            assertThat(off.isRunning()).isTrue();
            lease("INSERT INTO leases (name, holder, beats) VALUES ('cluster/flink/local', 'killed', 7)");
            try (EmbeddedServer again = service("one", Map.of())) {
                assertThat(again.isRunning()).isTrue();
                assertThat(owner()).isEqualTo("killed");
            }
            assertThat(owner()).isNull();
            lease("UPDATE leases SET holder = 'killed'");
            try (EmbeddedServer heir = service("two", Map.of())) {
                assertThat(heir.isRunning()).isTrue();
                assertThat(owner())
                        .isEqualTo(Files.readString(dataDirs.resolve("two").resolve("service-id")));
            }
        }
    }

    /** As after the machine was suspended. */
    @Test
    void aServiceThatWasTakenForDeadStops() throws Exception {
        try (EmbeddedServer off = service("off", Map.of("jobledger.flink.mode", "off"));
                EmbeddedServer suspended = service("one", Map.of())) {
            assertThat(off.isRunning()).isTrue();
            lease("UPDATE leases SET holder = 'heir', beats = beats + 1");
            Awaitility.await("the service stops").atMost(Duration.ofSeconds(60)).until(() -> !suspended.isRunning());
            assertThat(owner()).isEqualTo("heir");
        }
    }

    /** Behind the services' backs: by the name under which they have the file open. */
    private void lease(String change) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url().replace("h2:file:", "h2:fused:"), "jobledger", "");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(change);
        }
    }

    private String owner() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url().replace("h2:file:", "h2:fused:"), "jobledger", "");
                Statement statement = connection.createStatement();
                ResultSet holder = statement.executeQuery("SELECT holder FROM leases")) {
            assertThat(holder.next()).isTrue();
            return holder.getString(1);
        }
    }

    private String url() {
        return "jdbc:h2:file:" + dataDirs.resolve("shared")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    }

    private EmbeddedServer service(String dataDir, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "micronaut.server.port",
                -1,
                "jobledger.data-dir",
                dataDirs.resolve(dataDir).toString(),
                "jobledger.engines-dir",
                dataDirs.resolve("none").toString(),
                "datasources.default.url",
                url()));
        settings.putAll(more);
        return TestService.started(ApplicationContext.builder(settings).build())
                .getBean(EmbeddedServer.class)
                .start();
    }
}
