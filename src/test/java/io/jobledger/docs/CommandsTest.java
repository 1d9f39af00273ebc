package io.jobledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.app.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks the commands of the README against the parts of the project that they name. */
class CommandsTest {
    private static final Pattern PGREP = Pattern.compile("\\$\\(pgrep -f '([^']+)'\\)");

    private final String readme = read("README.md");
    private final String ci = read(".ci/run");
    private final String pom = read("pom.xml");

    @Test
    void theCommandsAreThoseOfTheProject() {
        assertThat(mistakesIn(readme, ci, pom)).isEmpty();
        assertThat(element(pom, "exec.mainClass")).isEqualTo(Application.class.getName());
    }

    @Test
    void anotherTestCommandIsFound() {
        assertThat(mistakesIn(readme.replace("mvn -B -ntp verify ", "mvn -B verify "), ci, pom))
                .containsExactly("mvn -B -ntp verify is not the README's test command");
        assertThat(mistakesIn(readme, ci + "mvn -B test\n", pom))
                .containsExactly("mvn -B test is not the README's test command");
    }

    @Test
    void aTourThatDoesNotFindTheServiceIsFound() {
        assertThat(mistakesIn(readme.replace("jobledger.jar')", "ledger-service.jar')"), ci, pom))
                .containsExactly("the tour does not find java -jar jobledger.jar");
        assertThat(mistakesIn(readme, ci, pom.replace("jobledger.app.Application<", "jobledger.Moved<")))
                .containsExactly("the tour does not find java io.jobledger.Moved");
        assertThat(mistakesIn(readme.replace("pgrep", "pidof"), ci, pom))
                .containsExactly("the tour does not look for the service");
    }

    @Test
    void theReadmeIsAPage() {
        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(150);
    }

    /** {@code mn:run} starts the main class of the POM, {@code java -jar} its jar. */
    private static List<String> mistakesIn(String readme, String ci, String pom) {
        List<String> mistakes = new ArrayList<>();
        String test = ci.lines().reduce((line, next) -> next).orElseThrow();
        if (readme.lines().noneMatch(line -> line.replaceFirst("\\s+#.*", "").equals(test))) {
            mistakes.add(test + " is not the README's test command");
        }
        Matcher pgrep = PGREP.matcher(readme);
        if (!pgrep.find()) {
            mistakes.add("the tour does not look for the service");
            return mistakes;
        }
        Pattern processes = Pattern.compile(pgrep.group(1));
        for (String process :
                List.of("java " + element(pom, "exec.mainClass"), "java -jar " + element(pom, "finalName") + ".jar")) {
            if (!processes.matcher(process).find()) {
                mistakes.add("the tour does not find " + process);
            }
        }
        return mistakes;
    }

    private static String element(String pom, String name) {
        Matcher element = Pattern.compile("<" + name + ">([^<]+)<").matcher(pom);
        assertThat(element.find()).as(name).isTrue();
        return element.group(1);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
