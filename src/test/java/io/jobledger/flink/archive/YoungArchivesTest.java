package io.jobledger.flink.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.testing.ImportCalls;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Archives so young that the engine's recorder might be about to record their jobs. */
@ResourceLock("flink")
class YoungArchivesTest {
    private static final int FIRST = 70_000;
    private static final int COUNT = 30;

    @Test
    void thoseOfTheOwnClusterAreTaken(@TempDir Path archives, @TempDir Path copies) throws IOException {
        TestService service = TestService.shared();
        service.engineUrl();
        ImportCalls imports = new ImportCalls(service);
        List<String> jobs = ManyArchives.write(archives, FIRST, FIRST + COUNT);
        for (String job : jobs) {
            // A few seconds of the minute are left.
            Files.setLastModifiedTime(archives.resolve(job), FileTime.fromMillis(System.currentTimeMillis() - 52_000));
        }

        JsonNode first = imports.await(imports.begin(archives), "COMPLETED");

        assertThat(ImportCalls.counts(first)).isEqualTo(COUNT + " seen, " + COUNT + " taken, 0 skipped, 0 quarantined");
        assertThat(jobs)
                .allSatisfy(job ->
                        assertThat(service.get("/jobs/" + job).statusCode()).isEqualTo(200));

        JsonNode again = imports.await(imports.begin(archives), "COMPLETED");
        assertThat(ImportCalls.skipped(again)).isEqualTo(Map.of("UNCHANGED", (long) COUNT));
        ManyArchives.write(copies, FIRST, FIRST + COUNT);
        JsonNode copied = imports.await(imports.begin(copies), "COMPLETED");
        assertThat(ImportCalls.skipped(copied)).isEqualTo(Map.of("RECORDED", (long) COUNT));
        assertThat(ImportCalls.counts(copied))
                .isEqualTo(COUNT + " seen, 0 taken, " + COUNT + " skipped, 0 quarantined");
    }
}
