package io.jobledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the page about the architecture names every package. */
class RoomsTest {

    @TempDir
    Path dir;

    @Test
    void everyPackageIsOnThePage() throws IOException {
        assertThat(missing(Path.of("src/main/java/io/jobledger"), Files.readString(Path.of("docs/architecture.md"))))
                .isEmpty();
    }

    @Test
    void missingPackagesAreFound() throws IOException {
        Files.createDirectories(dir.resolve("ledger/runs"));
        Files.createDirectories(dir.resolve("ledger/jars"));
        Files.createDirectories(dir.resolve("flink/live"));
        Files.createDirectories(dir.resolve("cellar"));

        assertThat(missing(dir, "| `ledger` | x |\n| `ledger.runs` | y |\n| `flink` | `live` (z) |"))
                .containsExactlyInAnyOrder("ledger.jars", "cellar");
    }

    /** A package has a row, or is named in the row of the package above: as {@code .name} or {@code name}. */
    private static List<String> missing(Path packages, String page) throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path top : directories(packages)) {
            String name = top.getFileName().toString();
            List<String> rows =
                    page.lines().filter(line -> line.startsWith("| `" + name)).toList();
            if (rows.isEmpty()) {
                missing.add(name);
                continue;
            }
            for (Path part : directories(top)) {
                String partName = part.getFileName().toString();
                if (rows.stream().noneMatch(row -> row.matches(".*[`.]" + partName + "`.*"))) {
                    missing.add(name + '.' + partName);
                }
            }
        }
        return missing;
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, Files::isDirectory)) {
            List<Path> found = new ArrayList<>();
            directories.forEach(found::add);
            return found;
        }
    }
}
