package io.jobledger.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * SIGTERM of the service while it imports many archives, or after that. An ordinary stop has dangers of its own: H2 moves
 * data within its file as it closes it.
 */
final class Stops implements Kind {
    /** So many lives share a database. */
    private static final int LIVES = 25;

    /** Percent of the stops that come after the import. */
    private static final int AFTERWARDS = 30;

    private static final Duration IMPORTED = Duration.ofMinutes(5);

    /** Every orchestrator is more patient than this with what it stops, or kills it. */
    private static final Duration STOPPED = Duration.ofSeconds(30);

    private static final int SIGTERM_EXIT = 143;

    /** H2's code for a database that is used and has been closed. */
    private static final String CLOSED_EARLY = "90121";

    private final boolean postgres;
    private final int archives;

    /** @param archives how many are imported in each life */
    Stops(boolean postgres, int archives) {
        this.postgres = postgres;
        this.archives = archives;
    }

    @Override
    public String name() {
        return postgres ? "stop-postgres" : "stop-h2";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        try (Database database = postgres ? new Database.Postgres(directory.resolve("postgres")) : Database.H2) {
            for (int done = 0; done < trials; done += LIVES) {
                Path series = Files.createDirectory(directory.resolve("series-" + done));
                TrialProcess.Home home = new TrialProcess.Home(series, series.resolve("data"), database.settings());
                series(home, done, Math.min(trials, done + LIVES), seed, tally);
            }
        }
        return tally;
    }

    private void series(TrialProcess.Home home, int first, int last, long seed, Tally tally) throws Exception {
        Map<Path, List<String>> delivered = new LinkedHashMap<>();
        for (int life = first; life < last; life++) {
            tally.trial();
            Random random = new Random(seed + life);
            Path more = Files.createDirectory(home.directory().resolve("archives-" + life));
            delivered.put(more, deliver(more, random));
            try {
                live(home, more, random);
            } catch (IllegalStateException e) {
                tally.lost(name() + ", seed " + (seed + life) + ": " + e.getMessage());
            }
        }
        importTheRest(home, delivered, tally);
        tally.count("archives", (long) archives * delivered.size());
        Checks.all(home, tally);
    }

    private List<String> deliver(Path directory, Random random) throws IOException {
        List<String> jobs = new ArrayList<>();
        while (jobs.size() < archives) {
            String job = Archives.smallJobId(random);
            Files.write(directory.resolve(job), Archives.file(job));
            jobs.add(job);
        }
        return jobs;
    }

    private void live(TrialProcess.Home home, Path directory, Random random) throws IOException, InterruptedException {
        try (TrialProcess service = TrialProcess.start(home, 0)) {
            service.awaitChecked();
            Importing imports = new Importing(service);
            if (random.nextInt(100) < AFTERWARDS) {
                imports.run(directory);
                Thread.sleep(random.nextInt(2_000));
            } else {
                imports.begin(directory);
                int taken = random.nextInt(archives);
                TrialProcess.await(IMPORTED, taken + " archives are taken", () -> imports.taken(directory) >= taken);
                Thread.sleep(random.nextInt(100));
            }
            service.terminate();
            if (!service.ends(STOPPED)) {
                throw new IllegalStateException("It did not stop in " + STOPPED + ": " + service.lastWords());
            }
            if (service.exitCode() != SIGTERM_EXIT) {
                throw new IllegalStateException("It ended with " + service.exitCode() + ": " + service.lastWords());
            }
            if (service.lastWords().contains(CLOSED_EARLY)) {
                throw new IllegalStateException("Its database was closed under it: " + service.lastWords());
            }
        }
    }

    /** What was not imported before its life ended is imported by a later one. */
    private static void importTheRest(TrialProcess.Home home, Map<Path, List<String>> delivered, Tally tally)
            throws IOException {
        Journal journal = new Journal(home.journal());
        try (TrialProcess service = TrialProcess.start(home, 0)) {
            service.awaitChecked();
            for (Map.Entry<Path, List<String>> each : delivered.entrySet()) {
                new Importing(service).run(each.getKey());
                each.getValue().forEach(job -> journal.write("imported " + job));
            }
        } catch (IllegalStateException e) {
            tally.lost(home.directory() + ": " + e.getMessage());
        }
    }
}
