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
        Set<String> steps = Arrays.stream(
                        property("steps", "backfill,restart,size,random,hot").split(","))
                .collect(Collectors.toSet());
        List<Integer> jobs = Arrays.stream(property("jobs", "10000,50000").split(","))
                .map(Integer::valueOf)
                .toList();
        int many = Integer.parseInt(property("many", "0"));
        int rounds = Integer.parseInt(property("rounds", "5"));
        Path parent = Files.createDirectories(Path.of(property("dir", System.getProperty("java.io.tmpdir"))));
        Table table = new Table();
        if (steps.contains("hot")) {
            in(parent, directory -> new HotReads(table, rounds).run(directory));
        }
        if (steps.stream().anyMatch(step -> !step.equals("hot"))) {
            for (int number : jobs) {
                in(parent, directory -> new Backfill(table, steps, number, directory).run());
            }
        }
        if (many > 0) {
            in(parent, directory -> new ManyJobs(table, many, directory).run());
        }
        table.print(System.out);
    }

    private interface Step {
        void run(Path directory) throws Exception;
    }

    /** In a new directory, which is gone afterwards. */
    private static void in(Path parent, Step step) throws Exception {
        Path directory = Files.createTempDirectory(parent, "jobledger-bench");
        step.run(directory);
        Footprint.erase(directory);
    }

    /** What is not set may be there, and empty. */
    private static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isBlank() || value.startsWith("${") ? otherwise : value;
    }
}
