package io.jobledger.flink.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.history.HistoryService;
import io.jobledger.http.Json;
import io.jobledger.testing.ImportCalls;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In application mode each run of a job has the same id, and its archive replaces that of the run before. */
class ReplacedArchivesTest {
    private static final String JOB = FlinkCorpus.archivedJobs().get(0);
    private static final String TEXT = RealArchives.text(JOB);
    private static final long START = RealArchives.read(JOB).startTime();

    @TempDir
    Path archives;

    private HistoryService history;
    private ImportCalls imports;

    @BeforeEach
    void start() {
        history = HistoryService.start();
        imports = new ImportCalls(history.service());
    }

    @AfterEach
    void stop() {
        history.close();
    }

    @Test
    void aLaterImportTakesTheLaterRun() throws IOException {
        run(1);
        assertThat(counts(imports.begin(archives))).isEqualTo("1 seen, 1 taken, 0 skipped, 0 quarantined");
        run(2);
        assertThat(counts(imports.begin(archives))).isEqualTo("1 seen, 1 taken, 0 skipped, 0 quarantined");
        assertThat(counts(imports.begin(archives))).isEqualTo("1 seen, 0 taken, 1 skipped, 0 quarantined");
        assertThat(starts()).containsExactly(START + 2, START + 1);
    }

    @Test
    void aResumedImportTakesTheLaterRun() throws IOException {
        run(1);
        long id = imports.begin(archives);
        imports.await(id, "COMPLETED");
        run(2);
        imports.resume(id);
        assertThat(Json.number(imports.await(id, "COMPLETED"), "taken")).isEqualTo(2);
        assertThat(starts()).containsExactly(START + 2, START + 1);
    }

    /** As a copy does that keeps times. */
    @Test
    void aLaterRunOfTheSameSizeIsSeenWithoutANewTime() throws IOException {
        FileTime changed = FileTime.fromMillis(START);
        run(1);
        Files.setLastModifiedTime(archives.resolve(JOB), changed);
        long id = imports.begin(archives);
        imports.await(id, "COMPLETED");
        for (int run = 2; run <= 3; run++) {
            run(run);
            Files.setLastModifiedTime(archives.resolve(JOB), changed);
            assertThat(counts(imports.begin(archives))).isEqualTo("1 seen, 1 taken, 0 skipped, 0 quarantined");
        }
        run(4);
        Files.setLastModifiedTime(archives.resolve(JOB), changed);
        imports.resume(id);
        imports.await(id, "COMPLETED");
        assertThat(starts()).containsExactly(START + 4, START + 3, START + 2, START + 1);
    }

    private void run(int run) throws IOException {
        Files.writeString(archives.resolve(JOB), TEXT.replace("" + START, "" + (START + run)));
    }

    private String counts(long id) {
        return ImportCalls.counts(imports.await(id, "COMPLETED"));
    }

    private List<Long> starts() {
        return history.pages("/history/jobs/flink/local/" + JOB + "/runs", "runs").stream()
                .map((JsonNode run) -> Json.number(run, "startTime"))
                .toList();
    }
}
