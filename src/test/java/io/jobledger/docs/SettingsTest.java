package io.jobledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the page of settings against the settings that the service has. */
class SettingsTest {
    private static String page;
    private static Settings service;

    @TempDir
    Path dir;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("docs/settings.md"));
        service = Settings.ofTheService();
    }

    @Test
    void everySettingHasARowAndEveryRowASetting() {
        assertThat(service.mistakesIn(page)).isEmpty();
    }

    @Test
    void settingsOfAllPlacesAreFound() {
        assertThat(service.mistakesIn(""))
                .contains(
                        "jobledger.flink.slots has no row",
                        "jobledger.flink.archive-dirs has no row",
                        "jobledger.history.retention.rules has no row",
                        "jobledger.history.retention.interval has no row");
    }

    @Test
    void mistakesAreFound() throws IOException {
        assertThat(service.mistakesIn(page.replaceFirst("(?m)^\\| `jobledger\\.flink\\.slots`.*\n", "")))
                .containsExactly("jobledger.flink.slots has no row");
        assertThat(service.mistakesIn(page + "| `jobledger.flink.slot` | `4` | Misspelt. |\n"))
                .containsExactly("jobledger.flink.slot is no setting");
        assertThat(service.mistakesIn(page + "| `jobledger.flink.slots` | `4` | Again. |\n"))
                .containsExactly("jobledger.flink.slots has two rows");
        assertThat(service.mistakesIn(
                        page.replace("| `jobledger.flink.slots` | `4` |", "| `jobledger.flink.slots` | `5` |")))
                .containsExactly("jobledger.flink.slots is 4 by default, not `5`");
    }

    @Test
    void constantsInTheCodeAreFound() throws IOException {
        Files.writeString(dir.resolve("Some.java"), """
                Some(@Property(name = "jobledger.some.thing") int thing) {
                static final String KNOB = "jobledger.other-thing";
                @ConfigurationProperties("jobledger.prefix")
                Timer.builder("jobledger.some.metric")
                "jobledger.some.thing must be a number"
                """);
        Settings settings = new Settings();
        settings.addConstants(dir);

        assertThat(settings.mistakesIn(""))
                .containsExactly("jobledger.other-thing has no row", "jobledger.some.thing has no row");
    }
}
