package io.jobledger.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Importing of directories, as a {@link TrialService} is told to do them, and as it tells of them in its journal. */
final class Importing {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final TrialProcess service;

    Importing(TrialProcess service) {
        this.service = service;
    }

    /** How far an import is. */
    record State(String state, long seen, long taken, long skipped, long quarantined) {
        /** @param words of a line {@code import <directory> …} */
        static State of(String[] words) {
            return new State(
                    words[2],
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4]),
                    Long.parseLong(words[5]),
                    Long.parseLong(words[6]));
        }

        String line(Path directory) {
            return "import " + directory + ' ' + state + ' ' + seen + ' ' + taken + ' ' + skipped + ' ' + quarantined;
        }

        boolean isRunning() {
            return state.equals("RUNNING");
        }
    }

    /** The last that was told of each directory. */
    static Map<Path, State> last(List<String> lines) {
        Map<Path, State> last = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith("import ")) {
                String[] words = line.split(" ");
                last.put(Path.of(words[1]), State.of(words));
            }
        }
        return last;
    }

    void begin(Path directory) throws IOException {
        service.tell("import " + directory);
    }

    /** Has a directory imported. */
    State run(Path directory) throws IOException {
        int before = Journal.lines(service.journal()).size();
        begin(directory);
        TrialProcess.await(PATIENCE, "the import of " + directory + " has ended", () -> {
            State now = last(since(before)).get(directory);
            return now != null && !now.isRunning();
        });
        State end = last(since(before)).get(directory);
        if (!end.state().equals("COMPLETED")) {
            throw new IllegalStateException("The import of " + directory + " is " + end);
        }
        return end;
    }

    /** How many archives of a directory its import has told to have taken, 0 if it has told nothing yet. */
    long taken(Path directory) {
        State last = last(Journal.lines(service.journal())).get(directory);
        return last == null ? 0 : last.taken();
    }

    private List<String> since(int line) {
        List<String> lines = Journal.lines(service.journal());
        return lines.subList(line, lines.size());
    }

    /** Reasons by file, as an import that has ended told them. */
    Map<String, String> quarantined(Path directory) {
        Map<String, String> reasons = new HashMap<>();
        for (String line : Journal.lines(service.journal())) {
            String[] words = line.split(" ", 4);
            if (words[0].equals("quarantined") && words[1].equals(directory.toString())) {
                reasons.put(words[2], words[3]);
            }
        }
        return reasons;
    }
}
