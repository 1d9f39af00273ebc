package io.jobledger.seatunnel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.StateChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose change of state it was, of runs of one job that follow each other within a second. */
class StateNewsTest {
    private static final long SECOND = 1_795_263_948_000L;

    @TempDir
    Path directory;

    private Path file;
    private StateNews news;

    @BeforeEach
    void open() {
        file = directory.resolve("job-states.log");
        news = new StateNews(new StateLog(file));
    }

    @Test
    void runsFollowEachOther() throws IOException {
        SeaTunnelTrackedRun first = new SeaTunnelTrackedRun("7", SECOND - 60_000);
        write(-59_000, "CREATED", "SCHEDULED");
        write(-58_000, "SCHEDULED", "RUNNING");
        news.read();
        assertThat(states(first)).containsExactly("SCHEDULED", "RUNNING");
        news.recorded(first, news.of(first));
        assertThat(states(first)).isEmpty();
        assertThat(news.jobs()).isEmpty();

        // Stopped, and resumed in the same second.
        write(100, "RUNNING", "DOING_SAVEPOINT");
        write(200, "DOING_SAVEPOINT", "SAVEPOINT_DONE");
        write(300, "CREATED", "SCHEDULED");
        write(400, "SCHEDULED", "RUNNING");
        assertThat(news.read()).containsExactly("7");
        SeaTunnelTrackedRun second = new SeaTunnelTrackedRun("7", SECOND);
        assertThat(states(first)).containsExactly("DOING_SAVEPOINT", "SAVEPOINT_DONE");
        assertThat(states(second)).containsExactly("SCHEDULED", "RUNNING");
        news.recorded(first, news.of(first));
        assertThat(states(second)).containsExactly("SCHEDULED", "RUNNING");
        news.recorded(second, news.of(second));
        assertThat(news.jobs()).isEmpty();
    }

    /** The whole log is read anew when the service comes up; what it says of a run goes on behind what is recorded. */
    @Test
    void whatIsRecordedIsNoNewsAfterRestart() throws IOException {
        SeaTunnelTrackedRun run = new SeaTunnelTrackedRun("7", SECOND);
        write(100, "CREATED", "SCHEDULED");
        write(200, "SCHEDULED", "RUNNING");
        news.read();
        news.recorded(
                run,
                List.of(
                        new StateChange("CREATED", SECOND),
                        new StateChange("SCHEDULED", SECOND + 100),
                        new StateChange("RUNNING", SECOND + 200)));
        assertThat(states(run)).isEmpty();
        write(5_000, "RUNNING", "CANCELING");
        news.read();
        assertThat(states(run)).containsExactly("CANCELING");
    }

    @Test
    void whatIsNotRecordedStaysNews() throws IOException {
        SeaTunnelTrackedRun run = new SeaTunnelTrackedRun("7", SECOND);
        write(100, "CREATED", "SCHEDULED");
        news.read();
        List<StateChange> seen = news.of(run);
        write(200, "SCHEDULED", "RUNNING");
        news.read();
        news.recorded(run, seen);
        assertThat(states(run)).containsExactly("RUNNING");
    }

    private List<String> states(SeaTunnelTrackedRun run) {
        return news.of(run).stream().map(StateChange::state).toList();
    }

    private void write(long time, String from, String to) throws IOException {
        Files.writeString(
                file,
                (SECOND + time) + " Job name (7) turned from state " + from + " to " + to + ".\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
