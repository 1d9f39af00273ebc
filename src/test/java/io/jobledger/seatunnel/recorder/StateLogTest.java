package io.jobledger.seatunnel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.StateChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of states while it is written. */
class StateLogTest {
    @TempDir
    Path directory;

    private Path file;
    private StateLog log;

    @BeforeEach
    void open() {
        file = directory.resolve("job-states.log");
        log = new StateLog(file);
    }

    @Test
    void withoutFileThereIsNothing() {
        assertThat(log.isKept()).isTrue();
        assertThat(news(log)).isEmpty();
        assertThat(new StateLog(null).isKept()).isFalse();
        assertThat(new StateLog(null).news()).isEmpty();
    }

    @Test
    void changesAreToldOnceByJobInTheirOrder() throws IOException {
        write(line(1795263948466L, "one", 7, "CREATED", "SCHEDULED"));
        write(line(1795263948467L, "two", 8, "CREATED", "SCHEDULED"));
        write(line(1795263948466L, "one", 7, "SCHEDULED", "RUNNING"));
        assertThat(news(log))
                .isEqualTo(Map.of(
                        "7",
                        List.of(
                                new StateChange("SCHEDULED", 1795263948466L),
                                new StateChange("RUNNING", 1795263948466L)),
                        "8",
                        List.of(new StateChange("SCHEDULED", 1795263948467L))));
        assertThat(news(log)).isEmpty();
        write(line(1795263948999L, "one", 7, "RUNNING", "FINISHED"));
        assertThat(news(log)).isEqualTo(Map.of("7", List.of(new StateChange("FINISHED", 1795263948999L))));
    }

    /** Cut anywhere, also within a character. */
    @Test
    void lineCountsOnceItIsWhole() throws IOException {
        byte[] line =
                line(1795263948466L, "täglich ☂ 𝄞", 7, "CREATED", "SCHEDULED").getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut < line.length; cut++) {
            Path part = directory.resolve("cut-" + cut);
            StateLog cutLog = new StateLog(part);
            Files.write(part, Arrays.copyOf(line, cut));
            assertThat(news(cutLog)).as("%s bytes", cut).isEmpty();
            Files.write(part, Arrays.copyOfRange(line, cut, line.length), StandardOpenOption.APPEND);
            assertThat(news(cutLog))
                    .as("%s bytes, and the rest", cut)
                    .isEqualTo(Map.of("7", List.of(new StateChange("SCHEDULED", 1795263948466L))));
        }
    }

    @Test
    void wholeLinesBeforeOneThatIsNotAreTold() throws IOException {
        String next = line(1795263948467L, "job", 7, "SCHEDULED", "RUNNING");
        write(line(1795263948466L, "job", 7, "CREATED", "SCHEDULED") + next.substring(0, 30));
        assertThat(news(log).get("7")).extracting(StateChange::state).containsExactly("SCHEDULED");
        assertThat(news(log)).isEmpty();
        write(next.substring(30));
        assertThat(news(log).get("7")).extracting(StateChange::state).containsExactly("RUNNING");
    }

    @Test
    void shorterFileIsANewOne() throws IOException {
        write(line(1795263948466L, "long name of the first", 7, "CREATED", "SCHEDULED"));
        assertThat(news(log)).containsOnlyKeys("7");
        Files.move(file, directory.resolve("job-states.log.1"));
        assertThat(news(log)).isEmpty();
        write(line(1795263948467L, "short", 8, "CREATED", "SCHEDULED"));
        assertThat(news(log)).containsOnlyKeys("8");
        Files.writeString(file, "");
        assertThat(news(log)).isEmpty();
        write(line(1795263948468L, "short", 9, "CREATED", "SCHEDULED"));
        assertThat(news(log)).containsOnlyKeys("9");
    }

    @Test
    void moreThanIsReadAtOnce() throws IOException {
        StringBuilder lines = new StringBuilder();
        int count = 30_000;
        for (int job = 1; job <= count; job++) {
            lines.append(line(1795263948466L, "täglich", job, "CREATED", "SCHEDULED"));
        }
        write(lines.toString());
        assertThat(lines.length()).isGreaterThan(2 << 20);
        assertThat(news(log)).hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "daily (2)",
                "a) (b",
                "(5) turned from state CREATED to FAILED.",
                "x (5) turned from state RUNNING to FAILED. 1795263948466 Job y",
                "täglich ☂ 𝄞 名前",
                "tab\tand return\\r\\n as the engine writes them",
                "next line\u0085line separator\u2028paragraph separator\u2029",
                "form\ffeed\u000bvertical\rreturn"
            })
    void nameMayBeAnything(String name) throws IOException {
        write(line(1795263948466L, name, 977, "CREATED", "SCHEDULED"));
        write(line(1795263948468L, name, 977, "SCHEDULED", "RUNNING"));
        assertThat(news(log))
                .isEqualTo(Map.of(
                        "977",
                        List.of(
                                new StateChange("SCHEDULED", 1795263948466L),
                                new StateChange("RUNNING", 1795263948468L))));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, Long.MIN_VALUE, Long.MAX_VALUE})
    void idIsAny64BitNumber(long id) throws IOException {
        write(line(1795263948466L, "job", id, "CREATED", "SCHEDULED"));
        assertThat(news(log))
                .isEqualTo(Map.of(Long.toString(id), List.of(new StateChange("SCHEDULED", 1795263948466L))));
    }

    @Test
    void otherLinesAreLeftOut() throws IOException {
        write("""
                1795263948466 Task name (7) turned from state CREATED to SCHEDULED.
                1795263948466 Job name (7) turned from state CREATED to SCHEDULED
                1795263948466 Job name (seven) turned from state CREATED to SCHEDULED.
                Job name (7) turned from state CREATED to SCHEDULED.

                """);
        write(line(1795263948467L, "job", 8, "CREATED", "SCHEDULED"));
        assertThat(news(log)).containsOnlyKeys("8");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(long time, String name, long id, String from, String to) {
        return "%d Job %s (%d) turned from state %s to %s.\n".formatted(time, name, id, from, to);
    }

    private static Map<String, List<StateChange>> news(StateLog log) {
        Map<String, List<StateChange>> entered = new HashMap<>();
        log.news()
                .forEach((job, changes) -> entered.put(
                        job, changes.stream().map(StateLog.Change::entered).toList()));
        return entered;
    }
}
