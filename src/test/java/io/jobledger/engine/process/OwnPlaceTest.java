package io.jobledger.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.TestJobs;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that lies in the place of a folder or file of the service keeps it, or an engine, from starting. */
class OwnPlaceTest {
    private static final Map<String, Object> NO_ENGINE = Map.of("jobledger.flink.mode", "off");

    @Test
    void foldersInThoseOfTheServiceAreLeft(@TempDir Path dataDir) throws IOException {
        Path savepoint = Files.createDirectories(dataDir.resolve("jars/incoming/savepoint-1234"));
        Files.writeString(savepoint.resolve("_metadata"), "a savepoint");
        Files.writeString(dataDir.resolve("jars/incoming/FUp_1.tmp"), "the rest of an upload");
        Files.createSymbolicLink(dataDir.resolve("jars/incoming/link"), savepoint);
        serves(dataDir);
        assertThat(savepoint.resolve("_metadata")).hasContent("a savepoint");
        assertThat(dataDir.resolve("jars/incoming/FUp_1.tmp")).doesNotExist();
        assertThat(Files.isSymbolicLink(dataDir.resolve("jars/incoming/link"))).isFalse();
    }

    @Test
    void thingsOfTheSameNamesAreSetAside(@TempDir Path dataDir) throws IOException {
        Files.writeString(dataDir.resolve("jars"), "a file");
        Files.writeString(Files.createDirectories(dataDir.resolve("service-id")).resolve("x"), "a folder's");
        Files.writeString(
                Files.createDirectories(dataDir.resolve("jobledger.lock")).resolve("x"), "a folder's");
        serves(dataDir);
        assertThat(dataDir.resolve("jars.set-aside")).hasContent("a file");
        assertThat(dataDir.resolve("service-id.set-aside/x")).hasContent("a folder's");
        assertThat(dataDir.resolve("jobledger.lock.set-aside/x")).hasContent("a folder's");
    }

    @Test
    void filesBehindLinksAreLeft(@TempDir Path root) throws IOException {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("precious"), "a file");
        Files.createSymbolicLink(root.resolve("link"), elsewhere);
        OwnPlace.emptyFolder(root.resolve("link"));
        OwnPlace.folderWithoutFiles(root.resolve("link"));
        assertThat(elsewhere.resolve("precious")).hasContent("a file");
    }

    private static void serves(Path dataDir) {
        try (TestService service = TestService.start(dataDir, NO_ENGINE)) {
            assertThat(service.upload(TestJobs.jar(), "a.jar").statusCode()).isEqualTo(200);
            assertThat(service.get("/jars").body()).contains("a.jar");
        }
    }

    @Test
    void anEnginesHomeIsMadeOverAnything(@TempDir Path root) throws IOException {
        EngineHome home = new EngineHome(root.resolve("engine"));
        Path settings = home.conf().resolve("config.yaml");
        Path kept = home.root().resolve("kept");
        Files.createDirectories(settings.resolve("folder"));
        Files.writeString(home.log(), "a file");
        Files.createDirectories(home.tmp().resolve("a/b"));
        Files.createSymbolicLink(kept, root.resolve("nowhere"));
        Files.writeString(home.root().resolve("emptied"), "a file");
        for (int start = 0; start < 2; start++) {
            home.prepare(List.of(kept), List.of(home.root().resolve("emptied")), List.of(settings));
            Files.writeString(settings, "settings");
            assertThat(home.tmp()).isEmptyDirectory();
            assertThat(home.log()).isDirectory();
            assertThat(kept).isDirectory();
            assertThat(home.root().resolve("emptied")).isEmptyDirectory();
        }
        assertThat(home.root().resolve("log.set-aside")).hasContent("a file");
        assertThat(home.conf().resolve("config.yaml.set-aside/folder")).isDirectory();
    }
}
