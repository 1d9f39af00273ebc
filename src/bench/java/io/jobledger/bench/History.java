package io.jobledger.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The service beside Flink's own HistoryServer and JobManager, on this machine and in this run: one table. What is
 * measured, and with how many jobs, is told by system properties (see the README).
 */
public final class History {
    private History() {}

    public static void main(String[] args) throws Exception {
        Set<String> steps = Arrays.stream(Settings.property("steps", "backfill,restart,size,random,hot")
                        .split(","))
                .collect(Collectors.toSet());
        List<Integer> jobs = Arrays.stream(
                        Settings.property("jobs", "10000,50000").split(","))
                .map(Integer::valueOf)
                .toList();
        int many = Integer.parseInt(Settings.property("many", "0"));
        int rounds = Integer.parseInt(Settings.property("rounds", "5"));
        Path parent = Files.createDirectories(Path.of(Settings.property("dir", System.getProperty("java.io.tmpdir"))));
        Path directory = Files.createTempDirectory(parent, "jobledger-bench");
        Table table = new Table();
        try {
            if (steps.contains("hot")) {
                new HotReads(table, rounds).run(directory.resolve("hot"));
            }
            if (!steps.equals(Set.of("hot"))) {
                for (int number : jobs) {
                    new Backfill(table, steps, rounds, number, directory.resolve("backfill-" + number)).run();
                }
            }
            if (many > 0) {
                new ManyJobs(table, many, directory.resolve("many")).run();
            }
        } finally {
            // Also of a run that fails later on.
            table.print(System.out);
        }
        // Last, as the HistoryServer's millions of files take their time.
        Footprint.erase(directory);
    }
}
