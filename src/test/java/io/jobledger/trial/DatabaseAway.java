package io.jobledger.trial;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The database goes away under a service that records, and comes back: stopped, killed, or frozen so that it does not
 * answer and does not hang up either. Whoever reads meanwhile is told to ask again, and nobody has to lend a hand.
 */
final class DatabaseAway implements Kind {
    private static final int WRITERS = 3;

    /** An answer that takes longer is none. */
    private static final Duration ANSWER = Duration.ofSeconds(75);

    private static final Duration BACK = Duration.ofSeconds(60);

    private enum Way {
        STOPPED,
        KILLED,
        FROZEN
    }

    private final Duration away;

    DatabaseAway(Duration away) {
        this.away = away;
    }

    @Override
    public String name() {
        return "database-away";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        try (Database.Postgres database = new Database.Postgres(directory.resolve("postgres"))) {
            Path own = Files.createDirectory(directory.resolve("service"));
            TrialProcess.Home home = new TrialProcess.Home(own, own.resolve("data"), database.settings());
            try (TrialProcess service = TrialProcess.start(home, WRITERS)) {
                service.awaitChecked();
                for (int i = 0; i < trials; i++) {
                    service.awaitProgress();
                    Way way = Way.values()[i % Way.values().length];
                    for (String fault : trial(database, service, way, new Random(seed + i), tally)) {
                        tally.lost(way + ", seed " + (seed + i) + ": " + fault);
                    }
                    tally.trial();
                }
            }
            Checks.all(home, tally);
        }
        return tally;
    }

    private List<String> trial(Database.Postgres database, TrialProcess service, Way way, Random random, Tally tally)
            throws Exception {
        List<String> faults = new ArrayList<>();
        long back = System.nanoTime() + away.toNanos();
        switch (way) {
            case STOPPED -> database.stop();
            case KILLED -> database.kill();
            case FROZEN -> database.freeze();
        }
        try {
            while (System.nanoTime() < back) {
                faults.addAll(read(service, random, way, tally));
                // Not as fast as it can: errors are logged.
                Thread.sleep(200);
            }
        } finally {
            if (way == Way.FROZEN) {
                database.thaw();
            } else {
                database.start();
            }
        }
        long before = service.recorded();
        if (!service.isAlive()) {
            faults.add("the service ended: " + service.lastWords());
        } else if (!TrialProcess.comes(() -> service.recorded() > before, BACK)) {
            faults.add("the writers do not carry on");
        } else if (!TrialProcess.comes(
                () -> service.get(target(service, random)).statusCode() == 200, BACK)) {
            faults.add("what is recorded is not answered");
        }
        return faults;
    }

    private static List<String> read(TrialProcess service, Random random, Way way, Tally tally)
            throws IOException, InterruptedException {
        String target = target(service, random);
        long asked = System.nanoTime();
        try {
            HttpResponse<String> answer = service.get(target, ANSWER);
            long millis = (System.nanoTime() - asked) / 1_000_000;
            tally.count(way + " " + answer.statusCode(), 1);
            tally.most(way + " slowest " + answer.statusCode() + " (ms)", millis);
            boolean retry = answer.headers().firstValue("Retry-After").isPresent();
            if (answer.statusCode() != 200 && (answer.statusCode() != 503 || !retry)) {
                return List.of(target + " was " + answer.statusCode() + ": " + answer.body());
            }
            return List.of();
        } catch (HttpTimeoutException e) {
            return List.of(target + " was not answered in " + ANSWER);
        }
    }

    private static String target(TrialProcess service, Random random) {
        List<Long> sealed = service.sealed();
        return "/jobs/" + new MadeJob(sealed.get(random.nextInt(sealed.size()))).jobId();
    }
}
