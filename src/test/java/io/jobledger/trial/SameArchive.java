package io.jobledger.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One archive is delivered ten times, in as many directories, by four threads at once: the job is there once. */
final class SameArchive implements Kind {
    private static final int TIMES = 10;
    private static final int THREADS = 4;

    @Override
    public String name() {
        return "same-archive";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        TrialProcess.Home home = new TrialProcess.Home(directory, directory.resolve("data"), List.of());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (TrialProcess service = TrialProcess.start(home, 0)) {
            service.awaitChecked();
            Importing imports = new Importing(service);
            Journal journal = new Journal(home.journal());
            Random random = new Random(seed);
            for (int i = 0; i < trials; i++) {
                tally.trial();
                String job = Archives.jobId(random);
                List<Future<Importing.State>> deliveries = new ArrayList<>();
                for (int time = 0; time < TIMES; time++) {
                    Path place = Files.createDirectories(directory.resolve("archives-" + i + "-" + time));
                    Files.write(place.resolve(job), Archives.file(job));
                    deliveries.add(threads.submit(() -> imports.run(place)));
                }
                long taken = 0;
                for (Future<Importing.State> delivery : deliveries) {
                    Importing.State end = delivery.get();
                    taken += end.taken();
                    if (end.seen() != 1 || end.taken() + end.skipped() != 1) {
                        tally.lost("job " + job + ", seed " + seed + ": " + end);
                    }
                }
                tally.count("taken", taken);
                journal.write("imported " + job);
            }
        } finally {
            threads.shutdownNow();
        }
        Checks.all(home, tally);
        return tally;
    }
}
