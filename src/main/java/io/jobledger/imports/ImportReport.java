package io.jobledger.imports;

import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportLog;
import io.jobledger.ledger.imports.ImportProgress;
import io.jobledger.ledger.imports.ImportState;
import io.micronaut.core.annotation.Nullable;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far an import is: counts its files, and tells so to the ledger and in the service's log. */
final class ImportReport {
    private static final Logger LOG = LoggerFactory.getLogger(ImportReport.class);

    private static final long PROGRESS_MILLIS = 1_000;
    private static final long LOG_MILLIS = 5_000;

    private final Import run;
    private final ImportLog log;
    private final WaitingFiles waiting;
    private final Backlog backlog;
    private final Clock clock;

    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong dealtWith = new AtomicLong();
    private final Rate rate = new Rate();
    private boolean allSeen;
    private long progressDue;
    private long logDue;
    private ImportProgress logged;

    ImportReport(Import run, ImportLog log, WaitingFiles waiting, Backlog backlog, Clock clock) {
        this.run = run;
        this.log = log;
        this.waiting = waiting;
        this.backlog = backlog;
        this.clock = clock;
    }

    /** What was taken in the import's former lives is counted, and what waits. */
    void begin() {
        seen.set(taken.get() + waiting.size());
        rate.at(clock.millis(), 0);
        LOG.info("Import {} of {}: begins, with {} files known", run.id(), run.directory(), taken.get());
    }

    void seen() {
        seen.incrementAndGet();
    }

    /** A file that was seen is gone. */
    void gone() {
        seen.decrementAndGet();
    }

    void taken(int files) {
        taken.addAndGet(files);
    }

    void skipped(int files) {
        skipped.addAndGet(files);
    }

    /** So many files were read, with whatever outcome. */
    void dealtWith(int files) {
        dealtWith.addAndGet(files);
    }

    /** The directory was looked through once: from now on the time left can be told. */
    void allSeen() {
        allSeen = true;
    }

    /**
     * Tells how far it is, unless that was done just now.
     *
     * @return whether the import is still wanted, as far as was asked
     */
    boolean tell() {
        long now = clock.millis();
        if (now < progressDue) {
            return true;
        }
        progressDue = now + PROGRESS_MILLIS;
        rate.at(now, dealtWith.get());
        ImportProgress progress = progress(false);
        if (!log.progress(run.id(), progress)) {
            LOG.info("Import {} of {}: is no longer wanted", run.id(), run.directory());
            return false;
        }
        if (now >= logDue && !progress.equals(logged)) {
            logDue = now + LOG_MILLIS;
            logged = progress;
            write("goes on", progress);
        }
        return true;
    }

    /** Tells how far it has come here, whoever goes on with it. */
    void tellLast() {
        log.progress(run.id(), progress(true));
    }

    /** Tells that it has ended. */
    void end(ImportState state, @Nullable String error) {
        rate.at(clock.millis(), dealtWith.get());
        ImportProgress last = progress(true);
        log.progress(run.id(), last);
        if (log.end(run.id(), state, error, clock.millis())) {
            write(state + (error == null ? "" : ": " + error), last);
        }
    }

    private void write(String what, ImportProgress progress) {
        LOG.info(
                "Import {} of {}: {}; {} files seen, {} taken, {} skipped, {} put aside, {} a second{}",
                run.id(),
                run.directory(),
                what,
                progress.seen(),
                progress.taken(),
                progress.skipped(),
                progress.quarantined(),
                Math.round(progress.filesPerSecond()),
                progress.millisLeft() == null ? "" : ", " + progress.millisLeft() / 1000 + " s left");
    }

    private ImportProgress progress(boolean last) {
        int left = backlog.size();
        double perSecond = last ? rate.overall() : left == 0 && run.watched() ? 0 : rate.recent();
        Long millisLeft = last || !allSeen || left > 0 && perSecond == 0
                ? null
                : Long.valueOf(left == 0 ? 0 : Math.round(left * 1000 / perSecond));
        return new ImportProgress(seen.get(), taken.get(), skipped.get(), waiting.quarantined(), perSecond, millisLeft);
    }
}
