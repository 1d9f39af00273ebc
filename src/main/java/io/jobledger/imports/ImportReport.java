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

/** Counts the files of an import, and reports its progress to the ledger and the log. */
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
    private final AtomicLong unchanged = new AtomicLong();
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

    /** Counts the files that earlier runs of the import have taken, and those that wait. */
    void begin() {
        seen.set(taken.get() + waiting.size());
        rate.at(clock.millis(), 0);
        LOG.info("Import {} of {}: begins, with {} files known", run.id(), run.directory(), taken.get());
    }

    void seen() {
        seen.incrementAndGet();
    }

    /** Notes that a file that was seen is gone. */
    void gone() {
        seen.decrementAndGet();
    }

    void taken(int files) {
        taken.addAndGet(files);
    }

    /** Counts files whose runs were recorded before. */
    void recorded(int files) {
        skipped.addAndGet(files);
    }

    /** Counts a file that an import has read before, and that has not changed since. */
    void unchanged() {
        seen.incrementAndGet();
        skipped.incrementAndGet();
        unchanged.incrementAndGet();
    }

    /** Counts files that were read, with any outcome. */
    void dealtWith(int files) {
        dealtWith.addAndGet(files);
    }

    /** Notes that the whole directory was listed once, so that the time left is known from now on. */
    void allSeen() {
        allSeen = true;
    }

    /**
     * Reports the progress, unless that was done just now.
     *
     * @return false if the ledger says that the import is no longer wanted
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

    /** Reports the progress at the end of the work here. Another service may go on with the import. */
    void tellLast() {
        log.progress(run.id(), progress(true));
    }

    /** Reports the end of the import. */
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
        long quarantined = waiting.quarantined();
        boolean waits = !run.watched() && waiting.size() > quarantined;
        Long millisLeft = last || waits || !allSeen || left > 0 && perSecond == 0
                ? null
                : Long.valueOf(left == 0 ? 0 : Math.round(left * 1000 / perSecond));
        return new ImportProgress(
                seen.get(), taken.get(), skipped.get(), unchanged.get(), quarantined, perSecond, millisLeft);
    }
}
