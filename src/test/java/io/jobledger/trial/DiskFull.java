package io.jobledger.trial;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The disk under the database is full, and stays so for a while; then there is room again. Under H2 it is nearly full at
 * first, which the service must notice; then something else takes all that is left.
 */
final class DiskFull implements Kind {
    private static final int WRITERS = 3;
    /** Megabytes. */
    private static final int LEFT = 2;

    /** {@code jobledger.disk-reserve}, in megabytes. */
    private static final int RESERVE = 64;

    private static final Duration FULL = Duration.ofSeconds(120);
    private static final Duration ROOM = Duration.ofSeconds(30);

    private final boolean postgres;
    private final int megabytes;

    DiskFull(boolean postgres) {
        this.postgres = postgres;
        // PostgreSQL takes 40 MB for nothing, and up to 48 MB for its log.
        this.megabytes = postgres ? 160 : 2 * RESERVE;
    }

    @Override
    public String name() {
        return postgres ? "full-postgres" : "full-h2";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        for (int i = 0; i < trials; i++) {
            Path own = Files.createDirectory(directory.resolve("trial-" + i));
            try (SmallDisk disk = SmallDisk.make(own.resolve("disk"), megabytes)) {
                try {
                    trial(own, disk, new Random(seed + i), tally);
                } catch (IllegalStateException e) {
                    tally.lost(name() + ", seed " + (seed + i) + ": " + e.getMessage());
                }
            } catch (IOException e) {
                tally.skip("no small disk can be made (" + e.getMessage() + ")");
                return tally;
            }
            tally.trial();
        }
        return tally;
    }

    private void trial(Path own, SmallDisk disk, Random random, Tally tally) throws Exception {
        Path dataDir = postgres ? own.resolve("data") : disk.directory().resolve("data");
        try (Database database =
                postgres ? new Database.Postgres(disk.directory().resolve("postgres")) : Database.H2) {
            List<String> settings = new ArrayList<>(database.settings());
            settings.add("-jobledger.disk-reserve=" + RESERVE * (1L << 20));
            TrialProcess.Home home = new TrialProcess.Home(own, dataDir, settings);
            boolean carriesOn;
            try (TrialProcess service = TrialProcess.start(home, WRITERS)) {
                service.awaitChecked();
                service.awaitProgress();
                if (!postgres) {
                    nearlyFill(disk, service, tally);
                }
                if (postgres || random.nextInt(4) > 0) {
                    fill(disk, service, random);
                }
                // How long it is full matters: much is tried again meanwhile.
                Thread.sleep(random.nextInt(5_000));
                read(service, List.of(200, 503), tally);
                disk.giveBack();
                if (database instanceof Database.Postgres server && !server.isUp()) {
                    tally.count("PostgreSQL had ended", 1);
                    server.start();
                }
                long before = service.recorded();
                carriesOn = TrialProcess.comes(() -> service.recorded() > before, ROOM);
                tally.count(
                        carriesOn ? "carried on by itself" : service.isAlive() ? "had to be restarted" : "had ended",
                        1);
            }
            if (!carriesOn) {
                try (TrialProcess service = TrialProcess.start(home, WRITERS)) {
                    service.awaitChecked();
                    service.awaitProgress();
                }
            }
            Checks.all(home, tally);
        }
    }

    /** Until the service refuses to record. What it has recorded it still tells. */
    private static void nearlyFill(SmallDisk disk, TrialProcess service, Tally tally) throws Exception {
        disk.leave(RESERVE + LEFT);
        TrialProcess.await("writing is refused", () -> !service.isAlive() || service.refusals() > 5);
        read(service, List.of(200), tally);
        if (disk.freeBytes() < RESERVE / 2 * (1L << 20)) {
            tally.lost("of " + RESERVE + " MB that are to stay free there are " + disk.freeBytes() + " bytes");
        }
    }

    /** Until nothing can be recorded. */
    private void fill(SmallDisk disk, TrialProcess service, Random random) throws IOException {
        if (!postgres) {
            disk.leave(random.nextInt(LEFT));
            disk.takeAll();
            return;
        }
        disk.leave(LEFT);
        TrialProcess.await(
                "the disk is full", () -> !service.isAlive() || disk.freeBytes() < 65_536 || service.refusals() > 5);
        long full = System.nanoTime() + FULL.toNanos();
        TrialProcess.await(
                "nothing is recorded any more",
                () -> !service.isAlive() || service.refusals() > 5 || System.nanoTime() > full);
    }

    private static void read(TrialProcess service, List<Integer> good, Tally tally) throws Exception {
        for (long job : service.sealed().stream().limit(3).toList()) {
            if (!service.isAlive()) {
                tally.count("had ended", 1);
                return;
            }
            HttpResponse<String> answer = service.get("/jobs/" + new MadeJob(job).jobId(), Duration.ofSeconds(60));
            tally.count("read " + answer.statusCode(), 1);
            if (!good.contains(answer.statusCode())) {
                tally.lost("an answer was " + answer.statusCode() + ": " + answer.body());
            }
        }
    }
}
