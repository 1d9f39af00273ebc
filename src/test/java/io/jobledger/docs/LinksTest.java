package io.jobledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows every relative link and anchor of the documents. */
class LinksTest {

    @TempDir
    Path dir;

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            Markdown markdown = Markdown.read(document);
            broken.addAll(markdown.broken());
            links += markdown.links().size();
        }
        assertThat(broken).isEmpty();
        assertThat(links).as("links that were followed").isGreaterThan(50);
    }

    @Test
    void everyDocumentIsReachedFromTheReadme() throws IOException {
        assertThat(reachedFrom(Path.of("README.md"))).containsAll(documents());
    }

    @Test
    void documentsThatNoLinkLeadsToAreFound() throws IOException {
        Path readme = Files.writeString(dir.resolve("README.md"), "[one](one.md#there) [two](gone.md) `[code](no.md)`");
        Path one = Files.writeString(dir.resolve("one.md"), "[two](two.md) [up](README.md)");
        Path two = Files.writeString(dir.resolve("two.md"), "[elsewhere](https://example.org/no.md)");
        Files.writeString(dir.resolve("no.md"), "# Nobody reads this");

        assertThat(reachedFrom(readme)).containsExactly(readme, one, two);
    }

    @Test
    void brokenLinksAreFound() throws IOException {
        Files.writeString(dir.resolve("there.md"), """
                # There

                ## Twice, `so` to say!
                ## Twice, `so` to say!

                ```
                # no heading
                ```
                """);
        Path file = Files.writeString(dir.resolve("file.md"), """
                # File
                [good](there.md) [good](there.md#twice-so-to-say) [good](there.md#twice-so-to-say-1) [good](#file)
                [elsewhere](https://example.org/not-asked) `[code](code.md)`
                ```
                [code](code.md)
                ```
                [bad](gone.md) ![bad](gone.png) [bad](there.md#gone) [bad](there.md#no-heading) [bad](#there)
                """);

        assertThat(Markdown.read(file).broken())
                .extracting(line -> line.substring(line.indexOf(": ") + 2))
                .containsExactly(
                        "gone.md: no such file",
                        "gone.png: no such file",
                        "there.md#gone: no such heading",
                        "there.md#no-heading: no such heading",
                        "#there: no such heading");
    }

    private static List<Path> reachedFrom(Path start) throws IOException {
        List<Path> reached = new ArrayList<>(List.of(start));
        for (int i = 0; i < reached.size(); i++) {
            Path from = reached.get(i);
            for (String link : Markdown.read(from).links()) {
                Path target = from.resolveSibling(link.replaceFirst("#.*", "")).normalize();
                if (link.contains(".md") && Files.exists(target) && !reached.contains(target)) {
                    reached.add(target);
                }
            }
        }
        return reached;
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(Path::of),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }
}
