package io.jobledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.app.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks the commands of the README against the parts of the project that they name. */
class CommandsTest {

    @Test
    void theTestCommandIsTheOneThatIsRun() throws IOException {
        String test = "\nmvn -B -ntp verify";
        assertThat(readme()).contains(test);
        assertThat(Files.readString(Path.of(".ci/run"))).endsWith(test + "\n");
    }

    /** {@code mn:run} starts the class, {@code java -jar} the jar. */
    @Test
    void theTourFindsTheServiceHoweverItWasStarted() throws IOException {
        assertThat(readme()).contains("$(pgrep -f '" + Application.class.getName() + "|jobledger.jar')");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<exec.mainClass>" + Application.class.getName() + "</exec.mainClass>")
                .contains("<finalName>jobledger</finalName>");
    }

    @Test
    void theReadmeIsAPage() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(150);
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
