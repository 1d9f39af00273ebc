package io.jobledger.flink.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jobledger.history.HistoryService;
import io.jobledger.http.Json;
import io.jobledger.testing.ImportCalls;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories and files that are none, or whose reads do not end. */
class HangingArchivesTest {
    /** A regular file. A read of it waits for the next message of the kernel. Root may read it. */
    private static final Path ENDLESS = Path.of("/proc/kmsg");

    @TempDir
    Path archives;

    private HistoryService history;
    private ImportCalls imports;

    @BeforeEach
    void start() {
        start("30s");
    }

    private void start(String timeout) {
        if (history != null) {
            history.close();
        }
        history = HistoryService.start(Map.of("jobledger.imports.read-timeout", timeout));
        imports = new ImportCalls(history.service());
    }

    @AfterEach
    void stop() {
        history.close();
    }

    @Test
    void aDirectoryThatIsNoneFailsTheImport() throws Exception {
        Path pipe = pipe(archives.resolve("pipe"));
        Path file = Files.writeString(archives.resolve("file"), "");
        for (Path none : List.of(pipe, file)) {
            assertThat(Json.text(imports.await(imports.begin(none), "FAILED"), "error"))
                    .isEqualTo("The directory " + none + " cannot be listed: it is no directory");
        }
        Path nothing = archives.resolve("nothing");
        assertThat(Json.text(imports.await(imports.begin(nothing), "FAILED"), "error"))
                .isEqualTo("The directory " + nothing + " cannot be listed: it does not exist");
    }

    @Test
    void aDirectoryThatIsGoneFailsTheResumedImport() throws Exception {
        Path mount = Files.createDirectory(archives.resolve("mount"));
        ManyArchives.write(mount, 0, 1);
        long id = imports.begin(mount);
        imports.await(id, "COMPLETED");
        Files.move(mount, archives.resolve("away"));

        imports.resume(id);

        JsonNode failed = imports.await(id, "FAILED");
        assertThat(Json.text(failed, "error"))
                .isEqualTo("The directory " + mount + " cannot be listed: it does not exist");
        assertThat(ImportCalls.counts(failed)).isEqualTo("1 seen, 1 taken, 0 skipped, 0 quarantined");
    }

    @Test
    void onlyRegularFilesAreOpened() throws Exception {
        pipe(archives.resolve(ManyArchives.id(0)));
        Files.createSymbolicLink(archives.resolve(ManyArchives.id(1)), pipe(archives.resolve("pipe")));
        Files.createSymbolicLink(archives.resolve(ManyArchives.id(2)), archives.resolve("nothing"));
        Files.createSymbolicLink(archives.resolve(ManyArchives.id(3)), archives.resolve(ManyArchives.id(3)));
        Files.createSymbolicLink(archives.resolve(ManyArchives.id(4)), Path.of("/dev/zero"));
        Path whole = Files.writeString(archives.resolve("whole"), ManyArchives.text(5));
        Files.createSymbolicLink(archives.resolve(ManyArchives.id(5)), whole);
        Files.createDirectories(
                archives.resolve("c/applications/" + ManyArchives.id(6) + "/jobs/" + ManyArchives.id(6)));

        long id = imports.begin(archives);

        assertThat(ImportCalls.counts(imports.await(id, "COMPLETED")))
                .isEqualTo("7 seen, 1 taken, 0 skipped, 6 quarantined");
        String noFile = "It cannot be read: it is no regular file, but a pipe or a device";
        String noTarget = "It cannot be read: it is a link that leads to no file";
        assertThat(imports.quarantine(id))
                .isEqualTo(Map.of(
                        ManyArchives.id(0),
                        noFile,
                        ManyArchives.id(1),
                        noFile,
                        ManyArchives.id(2),
                        noTarget,
                        ManyArchives.id(3),
                        noTarget,
                        ManyArchives.id(4),
                        noFile,
                        "c/applications/" + ManyArchives.id(6) + "/jobs/" + ManyArchives.id(6),
                        "It cannot be read: it is a directory"));

        Files.writeString(archives.resolve("nothing"), ManyArchives.text(2));
        imports.resume(id);
        assertThat(Json.number(imports.await(id, "COMPLETED"), "taken")).isEqualTo(2);
    }

    @Test
    void aReadThatDoesNotEndIsPutAside() throws IOException {
        assumeTrue(Files.isReadable(ENDLESS));
        start("1s");
        ManyArchives.write(archives, 0, 3);
        Files.createSymbolicLink(archives.resolve(ManyArchives.id(3)), ENDLESS);

        long id = imports.begin(archives);

        assertThat(ImportCalls.counts(imports.await(id, "COMPLETED")))
                .isEqualTo("4 seen, 3 taken, 0 skipped, 1 quarantined");
        assertThat(imports.quarantine(id))
                .containsExactly(Map.entry(
                        ManyArchives.id(3),
                        "It cannot be read: " + archives.resolve(ManyArchives.id(3)) + " did not answer within 1 s"));
    }

    @Test
    void importsThatHangHoldUpNoOtherAndCanBeCancelled() throws IOException {
        assumeTrue(Files.isReadable(ENDLESS));
        start("10m");
        List<Long> hanging = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path directory = Files.createDirectory(archives.resolve("hanging" + i));
            for (int number = 0; number < 8; number++) {
                Files.createSymbolicLink(directory.resolve(ManyArchives.id(number)), ENDLESS);
            }
            hanging.add(imports.begin(directory));
        }
        for (long id : hanging) {
            Awaitility.await().until(() -> Json.number(imports.find(id), "seen") == 8);
        }
        Path well = Files.createDirectory(archives.resolve("well"));
        ManyArchives.write(well, 10, 20);
        assertThat(ImportCalls.counts(imports.await(imports.begin(well), "COMPLETED")))
                .isEqualTo("10 seen, 10 taken, 0 skipped, 0 quarantined");

        for (long id : hanging) {
            assertThat(Json.text(imports.find(id), "state")).isEqualTo("RUNNING");
            imports.cancel(id);
        }
        for (int number = 0; number < 8; number++) {
            Path link = archives.resolve("hanging0").resolve(ManyArchives.id(number));
            Files.delete(link);
            Files.writeString(link, ManyArchives.text(number));
        }
        imports.resume(hanging.get(0));
        JsonNode resumed = imports.await(hanging.get(0), "COMPLETED");
        assertThat(ImportCalls.counts(resumed)).isEqualTo("8 seen, 8 taken, 0 skipped, 0 quarantined");
        assertThat(Json.text(imports.find(hanging.get(1)), "state")).isEqualTo("CANCELED");
    }

    private static Path pipe(Path at) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", at.toString()).start().waitFor())
                .isZero();
        return at;
    }
}
