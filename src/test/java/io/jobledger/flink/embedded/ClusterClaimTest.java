package io.jobledger.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.flink.FlinkCluster;
import io.jobledger.ledger.ClusterOwners;
import io.jobledger.ledger.ClusterOwners.Owner;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services with an embedded cluster each, on one database. Their engines are not started: only the names matter. */
class ClusterClaimTest {
    private static final String LOCAL = "local";

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
    void anOwnerThatWasKilledHasItBackAtOnceAndOthersLater() throws IOException {
        Path one = Files.createDirectories(dataDirs.resolve("one"));
        Files.writeString(one.resolve("service-id"), "killed");
        try (EmbeddedServer off = service("off", Map.of("jobledger.flink.mode", "off"))) {
            ClusterOwners owners = off.getApplicationContext().getBean(ClusterOwners.class);
            Owner killed = owners.claim(FlinkCluster.ENGINE, LOCAL, "killed", null);
            try (EmbeddedServer again = service("one", Map.of())) {
                assertThat(owner(owners).service()).isEqualTo("killed");
                assertThat(owner(owners).beats()).isGreaterThan(killed.beats());
            }
            owners.claim(FlinkCluster.ENGINE, LOCAL, "killed", null);
            try (EmbeddedServer heir = service("two", Map.of())) {
                assertThat(owner(owners).service())
                        .isEqualTo(Files.readString(dataDirs.resolve("two").resolve("service-id")));
            }
        }
    }

    /** As after the machine was suspended. */
    @Test
    void aServiceThatWasTakenForDeadStops() {
        try (EmbeddedServer off = service("off", Map.of("jobledger.flink.mode", "off"));
                EmbeddedServer suspended = service("one", Map.of())) {
            ClusterOwners owners = off.getApplicationContext().getBean(ClusterOwners.class);
            Awaitility.await("another takes the name")
                    .until(() -> owners.claim(FlinkCluster.ENGINE, LOCAL, "heir", owner(owners))
                            .service()
                            .equals("heir"));
            Awaitility.await("the service stops").atMost(Duration.ofSeconds(60)).until(() -> !suspended.isRunning());
        }
    }

    private static Owner owner(ClusterOwners owners) {
        return owners.claim(FlinkCluster.ENGINE, LOCAL, "nobody", null);
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
                "jdbc:h2:file:" + dataDirs.resolve("shared")
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"));
        settings.putAll(more);
        return ApplicationContext.run(EmbeddedServer.class, settings);
    }
}
