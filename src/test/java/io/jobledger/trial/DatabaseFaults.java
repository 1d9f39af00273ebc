package io.jobledger.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One call in a hundred to the database fails or hangs while the service records and imports. A call may fail though the
 * database has done it. All that is recorded is there once, and counted once.
 */
final class DatabaseFaults implements Kind {
    private static final int WRITERS = 4;

    /** So many writes come with one archive. */
    private static final int WRITES_PER_ARCHIVE = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final boolean postgres;
    private final int writes;

    /** @param writes how many are acknowledged in each trial */
    DatabaseFaults(boolean postgres, int writes) {
        this.postgres = postgres;
        this.writes = writes;
    }

    @Override
    public String name() {
        return postgres ? "faulty-postgres" : "faulty-h2";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        try (Database database = postgres ? new Database.Postgres(directory.resolve("postgres")) : Database.H2) {
            for (int i = 0; i < trials; i++) {
                tally.trial();
                Path own = Files.createDirectory(directory.resolve("trial-" + i));
                List<String> settings = new ArrayList<>(database.settings());
                settings.add("-datasources.default.driver-class-name=" + FaultyDriver.class.getName());
                TrialProcess.Home home = new TrialProcess.Home(own, own.resolve("data"), settings);
                try {
                    trial(home, seed + i);
                } catch (IllegalStateException e) {
                    tally.lost(name() + ", seed " + (seed + i) + ": " + e.getMessage());
                }
                if (Journal.count(home.journal(), "failed") == 0) {
                    tally.lost(name() + ", seed " + (seed + i) + ": no write has failed");
                }
                Checks.all(home, tally);
            }
        }
        return tally;
    }

    private void trial(TrialProcess.Home home, long seed) throws Exception {
        Random random = new Random(seed);
        Path archives = Files.createDirectory(home.directory().resolve("archives"));
        List<String> jobs = new ArrayList<>();
        while (jobs.size() < writes / WRITES_PER_ARCHIVE) {
            String job = Archives.smallJobId(random);
            Files.write(archives.resolve(job), Archives.file(job));
            jobs.add(job);
        }
        try (TrialProcess service = TrialProcess.start(home, WRITERS, "-Dtrial.faults=" + seed)) {
            service.awaitChecked();
            Importing.State end = new Importing(service).run(archives);
            if (end.taken() + end.skipped() != jobs.size()) {
                throw new IllegalStateException("Of " + jobs.size() + " archives: " + end);
            }
            Journal journal = new Journal(home.journal());
            jobs.forEach(job -> journal.write("imported " + job));
            TrialProcess.await(PATIENCE, writes + " writes are done", () -> service.recorded() >= writes);
        }
    }
}
