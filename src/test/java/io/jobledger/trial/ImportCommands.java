package io.jobledger.trial;

import io.jobledger.imports.Imports;
import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportProgress;
import io.jobledger.ledger.imports.QuarantinedFile;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import java.nio.file.Path;
import java.util.Scanner;

/** Imports each directory that is named on the standard input ({@code import <directory>}), and tells how it goes. */
final class ImportCommands {
    private static final long INTERVAL_MILLIS = 50;

    private final Imports imports;
    private final Journal journal;

    ImportCommands(Imports imports, Journal journal) {
        this.imports = imports;
        this.journal = journal;
    }

    void start() {
        inBackground(() -> {
            Scanner lines = new Scanner(System.in);
            while (lines.hasNextLine()) {
                Path directory = Path.of(lines.nextLine().split(" ")[1]);
                inBackground(() -> follow(directory));
            }
        });
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "import-commands");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow(Path directory) {
        Long id = null;
        String told = "";
        boolean runs = true;
        while (runs) {
            try {
                Import now = id == null
                        ? imports.start("flink", null, directory)
                        : imports.find(id).orElseThrow();
                id = now.id();
                if (!now.isRunning()) {
                    tellQuarantined(id, directory);
                }
                String line = state(now).line(directory);
                if (!line.equals(told)) {
                    journal.write(line);
                    told = line;
                }
                runs = now.isRunning();
            } catch (RuntimeException e) {
                // The database is away: asked again.
                journal.write("failed " + e);
            }
            pause();
        }
    }

    private void tellQuarantined(long id, Path directory) {
        String cursor = null;
        do {
            Page<QuarantinedFile> page = imports.quarantine(id, new PageRequest(PageRequest.MAX_LIMIT, cursor))
                    .orElseThrow();
            page.items()
                    .forEach(file ->
                            journal.write("quarantined " + directory + ' ' + file.file() + ' ' + file.reason()));
            cursor = page.cursor();
        } while (cursor != null);
    }

    private static Importing.State state(Import now) {
        ImportProgress progress = now.progress();
        return new Importing.State(
                now.state().name(), progress.seen(), progress.taken(), progress.skipped(), progress.quarantined());
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
