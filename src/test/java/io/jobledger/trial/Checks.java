package io.jobledger.trial;

import java.io.IOException;
import java.util.List;

/** Whether all that was ever acknowledged is there. */
final class Checks {
    private Checks() {}

    /** Looks at everything, in one more life of the service; and puts what earlier lives found into the tally, too. */
    static void all(TrialProcess.Home home, Tally tally) throws IOException {
        try (TrialProcess service = TrialProcess.start(home, 0, "-Dtrial.check=all")) {
            service.awaitChecked();
        } catch (IllegalStateException e) {
            tally.lost(home.directory() + ": " + e.getMessage());
        }
        List<String> lines = Journal.lines(home.journal());
        lines.stream()
                .filter(line -> line.startsWith("lost "))
                .forEach(line -> tally.lost(home.directory() + ": " + line));
        tally.count("jobs", TrialService.stages(lines).size());
        tally.count("acknowledgements", Journal.count(home.journal(), "recorded"));
        tally.count("refusals", Journal.count(home.journal(), "failed"));
    }
}
