package io.jobledger.imports;

import io.jobledger.ledger.database.DatabaseFailure;
import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the work of an import. Workers take batches of files from its backlog, and note their outcomes. */
final class ImportBatches {
    private static final Logger LOG = LoggerFactory.getLogger(ImportBatches.class);

    private final Import run;
    private final ImportLog log;
    private final Workers workers;
    private final Clock clock;
    private final ImportDirectory directory;
    private final ArchiveTaker taker;
    private final FileStamps stamps;
    private final Backlog backlog;
    private final WaitingFiles waiting;
    private final ImportReport report;
    private final ImportStop stop;
    private final AtomicInteger working = new AtomicInteger();
    private volatile boolean failing;

    ImportBatches(
            Import run,
            ArchiveTaker taker,
            ImportLog log,
            Workers workers,
            Clock clock,
            ImportDirectory directory,
            FileStamps stamps,
            Backlog backlog,
            WaitingFiles waiting,
            ImportReport report,
            ImportStop stop) {
        this.run = run;
        this.log = log;
        this.workers = workers;
        this.clock = clock;
        this.directory = directory;
        this.taker = taker;
        this.stamps = stamps;
        this.backlog = backlog;
        this.waiting = waiting;
        this.report = report;
        this.stop = stop;
    }

    boolean underWay() {
        return working.get() > 0;
    }

    /** Lets workers read the files of the backlog. */
    void work() {
        while (backlog.size() > 0 && working.get() < workers.parallelism() && !stop.isStopped()) {
            working.incrementAndGet();
            submit();
        }
    }

    private void submit() {
        boolean submitted = false;
        try {
            workers.execute(this::batch);
            submitted = true;
        } catch (RejectedExecutionException e) {
            stop.stop();
        } finally {
            if (!submitted) {
                working.decrementAndGet();
            }
        }
    }

    /** Reads one batch in a worker's thread. The next batch then queues behind other imports. */
    private void batch() {
        boolean more = false;
        try {
            List<ArchiveFile> files = backlog.next();
            if (!files.isEmpty() && !dealWith(files)) {
                pause();
            }
            more = !files.isEmpty();
        } catch (RuntimeException | Error e) {
            stop.giveUp(e);
        } finally {
            if (!more) {
                working.decrementAndGet();
            }
        }
        if (more) {
            submit();
        }
    }

    /** @return whether the files were dealt with; if not, they are in the backlog again */
    private boolean dealWith(List<ArchiveFile> files) {
        try {
            ArchiveTaker.Taken outcome;
            try {
                outcome = taker.take(files);
            } catch (StoppedImportException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                if (DatabaseFailure.isCauseOf(e)) {
                    throw e;
                }
                LOG.debug("Taking {} files", files.size(), e);
                if (files.size() > 1) {
                    return dealWithEach(files);
                }
                outcome = new ArchiveTaker.Taken();
                outcome.unreadable().add(new ArchiveTaker.Unreadable(files.get(0), unforeseen(files.get(0), e), true));
            }
            settle(outcome);
            backlog.done(files);
            failing = false;
            return true;
        } catch (StoppedImportException e) {
            backlog.giveBack(files);
            return false;
        } catch (RuntimeException | Error e) {
            backlog.giveBack(files);
            stop.failed(failing, e);
            failing = true;
            return false;
        }
    }

    private String unforeseen(ArchiveFile file, Throwable failure) {
        if (failure instanceof StackOverflowError) {
            return "It is nested too deeply to be read";
        }
        if (failure instanceof UncheckedIOException && failure.getCause() instanceof UnreadableFileException fault) {
            return "It cannot be read: " + FileFaults.words(fault);
        }
        LOG.warn("Import {} of {}: taking {} failed with {}", run.id(), run.directory(), file.path(), "" + failure);
        return "Taking it failed, and the log of this service says how";
    }

    /** Takes the files one by one, to find the file that fails. */
    private boolean dealWithEach(List<ArchiveFile> files) {
        for (int i = 0; i < files.size(); i++) {
            if (!dealWith(files.subList(i, i + 1))) {
                backlog.giveBack(files.subList(i + 1, files.size()));
                return false;
            }
        }
        return true;
    }

    private void pause() {
        try {
            stop.await(ImportStop.RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(ArchiveTaker.Taken outcome) {
        note(true, outcome.taken());
        report.taken(outcome.taken().size());
        note(false, outcome.skipped());
        report.recorded(outcome.skipped().size());
        long now = clock.millis();
        outcome.unreadable().forEach(unreadable -> waiting.keep(unreadable, now));
        outcome.followed().forEach(file -> waiting.follow(file, now));
        outcome.gone().forEach(this::gone);
        report.dealtWith(outcome.taken().size()
                + outcome.skipped().size()
                + outcome.unreadable().size());
    }

    private void note(boolean news, List<ArchiveFile> files) {
        if (!files.isEmpty()) {
            log.done(run.id(), news, FileStamps.noted(files));
            waiting.remove(files);
        }
    }

    /**
     * Forgets a file that is gone: if it comes back, it is new. If the whole directory is gone, the import is left,
     * because its files may still exist.
     */
    void gone(ArchiveFile file) {
        try {
            if (directory.leaveIfEmpty()) {
                return;
            }
        } catch (IOException e) {
            stop.leave(FileFaults.words(e));
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        waiting.remove(List.of(file));
        stamps.forget(FileStamps.key(file.path()));
        report.gone();
    }
}
