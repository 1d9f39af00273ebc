package io.jobledger.flink.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.imports.Imports;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.imports.Import;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that retention has deleted does not come back, though its archive is still in an imported directory. */
class ForgottenArchivesTest {
    @TempDir
    Path dataDir;

    @TempDir
    Path archives;

    @Test
    void whatWasImportedAndDeletedStaysAway() throws IOException {
        ManyArchives.write(archives, 0, 5);
        try (TestService service = start(Map.of(
                "jobledger.history.retention.interval", "300ms",
                "jobledger.history.retention.rules[0].max-count", "2"))) {
            assertThat(imported(service).progress().taken()).isEqualTo(5);
            Awaitility.await("three are deleted").atMost(Duration.ofSeconds(60)).until(() -> runs(service) == 2);
        }
        try (TestService service = start(Map.of())) {
            Import again = imported(service);
            assertThat(again.progress().seen()).isEqualTo(5);
            assertThat(again.progress().taken()).isZero();
            assertThat(runs(service)).isEqualTo(2);
        }
    }

    private TestService start(Map<String, Object> more) {
        Map<String, Object> settings = new LinkedHashMap<>(more);
        settings.put("jobledger.flink.mode", "off");
        settings.put("jobledger.seatunnel.mode", "off");
        settings.put("jobledger.seatunnel.port", -1);
        return TestService.start(dataDir, settings);
    }

    private Import imported(TestService service) {
        Imports imports = service.bean(Imports.class);
        Import begun = imports.start("flink", null, archives);
        return Awaitility.await("the import ends")
                .atMost(Duration.ofSeconds(60))
                .until(() -> imports.find(begun.id()).orElseThrow(), found -> !found.isRunning());
    }

    private static int runs(TestService service) {
        return service.bean(Ledger.class)
                .newestJobs(EmbeddedFlink.NAME, service.cluster("flink").name(), 10)
                .size();
    }
}
