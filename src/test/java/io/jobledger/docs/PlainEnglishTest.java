package io.jobledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks in the comments of the service for phrases that hide the subject of a sentence. */
class PlainEnglishTest {
    private static final Path SOURCES = Path.of("src/main/java");

    /** The phrases that are left. Lower it with each that goes. */
    private static final int LEFT = 0;

    /** Strings come first, so that a comment's beginning within one is none. */
    private static final Pattern COMMENT = Pattern.compile("\"\"\"[\\s\\S]*?\"\"\""
            + "|\"(?:\\\\.|[^\"\\\\\n])*+\""
            + "|'(?:\\\\.|[^'\\\\\n])++'"
            + "|(?<comment>/\\*[\\s\\S]*?\\*/|//.*+(?:\\R[ \\t]*+//.*+)*+)");

    /** A phrase may go on in the next line of its comment. */
    private static final String SPACE = "(?:[ \\t]|\\R[ \\t]*+(?:\\*|//)?)++";

    private static final Pattern PHRASE = Pattern.compile(
            "\\b(?:what is|whoever|of which|but for|by and by)\\b".replace(" ", SPACE), Pattern.CASE_INSENSITIVE);

    @Test
    void commentsNameTheirSubjects() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                phrases(Files.readString(file)).forEach(phrase -> found.add(SOURCES.relativize(file) + ":" + phrase));
            }
        }
        assertThat(found)
                .as("phrases to reword: name the run, row, request or engine instead")
                .hasSizeLessThanOrEqualTo(LEFT);
    }

    @Test
    void phrasesAreFoundInCommentsAlone() {
        assertThat(phrases("""
                /**
                 * What
                 * is new, but  for a run. A butler is what isolates.
                 */
                String url = "http://of which"; // by
                // and by
                char quote = '"'; /* whoever */ String text = "/* whoever */";
                """)).containsExactly("2: What is", "3: but for", "5: by and by", "7: whoever");
    }

    /** Returns each phrase with the number of the line in which it begins. */
    private static List<String> phrases(String source) {
        List<String> phrases = new ArrayList<>();
        Matcher comment = COMMENT.matcher(source);
        while (comment.find()) {
            if (comment.group("comment") != null) {
                Matcher phrase = PHRASE.matcher(source).region(comment.start(), comment.end());
                while (phrase.find()) {
                    long line = source.substring(0, phrase.start()).lines().count();
                    phrases.add(line + ": " + phrase.group().replaceAll(SPACE, " "));
                }
            }
        }
        return phrases;
    }
}
