package io.jobledger.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One trial of each kind: {@link Trials} does as many as one likes, each time others. The engine's death, and one archive many
 * times, have tests of their own. */
@Order(Integer.MAX_VALUE - 1)
class TrialsTest {
    /** The same trials each time: the service is killed as it works, and the disk is filled to its last byte. */
    private static final long SEED = 12;

    @TempDir
    Path directory;

    static Stream<Arguments> few() {
        return Stream.of(
                named(new Kills(false), 1),
                named(new Kills(true), 1),
                named(new Stops(false, 100), 1),
                named(new DatabaseFaults(false, 300), 1),
                named(new DatabaseFaults(true, 300), 1),
                named(new EngineFaults(), 1),
                named(new DatabaseAway(Duration.ofSeconds(3)), 2),
                named(new DiskFull(false), 1),
                named(new Told(), 1),
                named(new BrokenArchives(), 60));
    }

    private static Arguments named(Kind kind, int trials) {
        return Arguments.of(Named.of(kind.name(), kind), trials);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("few")
    void nothingIsLost(Kind kind, int trials) throws Exception {
        Tally tally = kind.run(trials, SEED, directory);
        Assumptions.assumeFalse(tally.isSkipped(), tally.toString());
        assertThat(tally.losses()).isEmpty();
        assertThat(tally.trials()).isEqualTo(trials);
    }

    /** Else all of the above would mean nothing. */
    @Test
    void whatIsLostIsFound() throws IOException {
        TrialProcess.Home home = new TrialProcess.Home(directory, directory.resolve("data"), List.of());
        Journal journal = new Journal(home.journal());
        journal.write("recorded 5 0");
        journal.write("imported 748d05625f3fff7744595adeac301b04");
        Tally tally = new Tally("of what was never there");
        Checks.all(home, tally);
        assertThat(tally.losses()).hasSize(2);
        assertThat(tally.losses().get(0)).contains("lost 5").contains("is not there");
        assertThat(tally.losses().get(1)).contains("lost 748d05625f3fff7744595adeac301b04");
    }
}
