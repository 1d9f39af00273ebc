package io.jobledger.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** SIGKILL of the service while it records and imports: as it starts, as it works, and as it stops. */
final class Kills implements Kind {
    /** So many lives share a database. */
    private static final int LIVES = 25;

    private static final int WRITERS = 3;

    private final boolean postgres;

    Kills(boolean postgres) {
        this.postgres = postgres;
    }

    @Override
    public String name() {
        return postgres ? "kill-postgres" : "kill-h2";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        try (Database database = postgres ? new Database.Postgres(directory.resolve("postgres")) : Database.H2) {
            for (int done = 0; done < trials; done += LIVES) {
                Path series = Files.createDirectory(directory.resolve("series-" + done));
                series(series, database.settings(), done, Math.min(trials, done + LIVES), seed, tally);
            }
        }
        return tally;
    }

    private void series(Path directory, List<String> settings, int first, int last, long seed, Tally tally)
            throws Exception {
        Path journal = directory.resolve("journal");
        try (Deliveries deliveries = new Deliveries(directory, journal, seed + first)) {
            List<String> all = new ArrayList<>(settings);
            all.add(deliveries.setting());
            TrialProcess.Home home = new TrialProcess.Home(directory, directory.resolve("data"), all);
            deliveries.start();
            for (int life = first; life < last; life++) {
                tally.trial();
                try {
                    live(home, deliveries, new Random(seed + life));
                } catch (IllegalStateException e) {
                    tally.lost(name() + ", seed " + (seed + life) + ": " + e.getMessage());
                }
            }
            try (TrialProcess service = TrialProcess.start(home, 0)) {
                service.awaitChecked();
                deliveries.finish(service);
            } catch (IllegalStateException e) {
                tally.lost(directory + ": " + e.getMessage());
            }
            tally.count("archives", deliveries.count());
            Checks.all(home, tally);
        }
    }

    private static void live(TrialProcess.Home home, Deliveries deliveries, Random random)
            throws IOException, InterruptedException {
        try (TrialProcess service = TrialProcess.start(home, WRITERS)) {
            int when = random.nextInt(100);
            if (when < 15) {
                pause(random.nextInt(5_000));
                return;
            }
            service.awaitChecked();
            deliveries.to(service);
            pause(random.nextInt(3_000));
            if (when < 30) {
                service.terminate();
                service.ends(Duration.ofMillis(random.nextInt(1_500)));
            }
        }
    }

    private static void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
