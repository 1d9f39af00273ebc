package io.jobledger.bench;

import java.nio.file.Path;
import java.util.List;

/** More jobs than there is room for archives: they are taken in, a part at a time, on each database. */
final class ManyJobs {
    private static final int PART = 50_000;

    private final Table table;
    private final int jobs;
    private final Path directory;

    ManyJobs(Table table, int jobs, Path directory) {
        this.table = table;
        this.jobs = jobs;
        this.directory = directory;
    }

    void run() throws Exception {
        try (Database h2 = Database.h2(directory.resolve("h2"));
                Database postgres = Database.postgres(directory.resolve("postgres"))) {
            for (int from = 0; from < jobs; from += PART) {
                int to = Math.min(jobs, from + PART);
                Path archives = directory.resolve("archives-" + from);
                Archives.write(archives, from, to);
                for (Database database : List.of(h2, postgres)) {
                    try (PackagedService service = database.service()) {
                        Import.run(service, archives, to - from);
                    }
                }
                Footprint.erase(archives);
            }
            for (Database database : List.of(h2, postgres)) {
                Backfill.restart(table, database, jobs, Double.NaN);
                Backfill.size(table, database, jobs, null);
            }
        }
    }
}
