package io.jobledger.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** SIGKILL of the service while it records: as it starts, as it works, and as it stops. */
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
                Service.Home home = new Service.Home(series, series.resolve("data"), database.settings());
                for (int life = done; life < Math.min(trials, done + LIVES); life++) {
                    tally.trial();
                    try {
                        live(home, new Random(seed + life));
                    } catch (IllegalStateException e) {
                        tally.lost(name() + ", seed " + (seed + life) + ": " + e.getMessage());
                    }
                }
                Checks.all(home, tally);
            }
        }
        return tally;
    }

    private static void live(Service.Home home, Random random) throws IOException, InterruptedException {
        try (Service service = Service.start(home, WRITERS)) {
            int when = random.nextInt(100);
            if (when < 15) {
                pause(random.nextInt(5_000));
                return;
            }
            service.awaitChecked();
            pause(random.nextInt(2_000));
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
