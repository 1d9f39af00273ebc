package io.jobledger.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tries to make the service lose something, and tells how often it did. Its settings are properties: {@code trials} (how
 * many of each kind), {@code kind} (one alone, by its name, or several with commas; all of them without it) and {@code seed}
 * (to do the same again). Ends with 1 if anything was lost.
 */
final class Trials {
    private static final int DEFAULT = 10;
    private static final int AWAY = 30;
    private static final int ARCHIVES = 2_000;
    private static final int WRITES = 10_000;
    private static final int LINES = 10_000;

    private Trials() {}

    static List<Kind> kinds() {
        return List.of(
                new Kills(false),
                new Kills(true),
                new Stops(false, Integer.getInteger("archives", ARCHIVES)),
                new Stops(true, Integer.getInteger("archives", ARCHIVES)),
                new DatabaseFaults(false, Integer.getInteger("writes", WRITES)),
                new DatabaseFaults(true, Integer.getInteger("writes", WRITES)),
                new EngineFaults(),
                new EngineKills(),
                new ConnectKills(Integer.getInteger("lines", LINES)),
                new Told(),
                new DatabaseAway(Duration.ofSeconds(Integer.getInteger("away", AWAY))),
                new DiskFull(false),
                new DiskFull(true),
                new SameArchive(),
                new BrokenArchives());
    }

    public static void main(String[] args) throws Exception {
        int trials = Integer.getInteger("trials", DEFAULT);
        long seed = Long.getLong("seed", System.currentTimeMillis());
        List<String> names = List.of(System.getProperty("kind", "").split(","));
        List<Kind> kinds = kinds().stream()
                .filter(kind -> names.contains("") || names.contains(kind.name()))
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("No kind " + names + ": there are "
                    + kinds().stream().map(Kind::name).toList());
        }
        System.out.println("Trials with the seed " + seed);
        Path directory = Files.createTempDirectory("jobledger-trials");
        List<Tally> tallies = new ArrayList<>();
        for (Kind kind : kinds) {
            Tally tally = run(kind, trials, seed, Files.createDirectory(directory.resolve(kind.name())));
            System.out.println(tally);
            tallies.add(tally);
        }
        boolean lost = tallies.stream().anyMatch(tally -> !tally.losses().isEmpty());
        System.out.println(lost ? "Something was lost; all of it is still in " + directory : "Nothing was lost.");
        if (!lost) {
            delete(directory);
        }
        System.exit(lost ? 1 : 0);
    }

    /** What could not be tried to its end counts as lost: nobody knows. */
    private static Tally run(Kind kind, int trials, long seed, Path directory) {
        try {
            return kind.run(trials, seed, directory);
        } catch (Exception e) {
            e.printStackTrace();
            Tally brokenOff = new Tally(kind.name());
            brokenOff.lost("the trials broke off: " + e);
            return brokenOff;
        }
    }

    private static void delete(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
