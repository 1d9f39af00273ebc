package io.jobledger.imports;

import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportLog;
import io.jobledger.ledger.imports.ImportState;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one import in this service. Its own thread lists the directory, and {@link ImportBatches} takes the new files.
 */
final class ImportRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);

    private static final long ROUND_MILLIS = 500;

    /** A look at every file takes at most one part in this many of the time. The next line is its least interval. */
    private static final long ALL_SHARE = 50;

    private static final long ALL_MILLIS = 10_000;

    private final Import run;
    private final ImportDirectory directory;
    private final ImportLog log;
    private final Clock clock;
    private final ArchiveListing listing;

    private final FileStamps stamps = new FileStamps();
    private final Backlog backlog = new Backlog();
    private final WaitingFiles waiting;
    private final ImportReport report;
    private final ImportStop stop;
    private final ImportBatches batches;
    private boolean listedOnce;
    private long unseenSince;
    private long allDue;

    ImportRun(Import run, ArchiveFormat format, Ledger ledger, ImportLog log, Workers workers, Clock clock) {
        this.run = run;
        this.log = log;
        this.clock = clock;
        this.stop = new ImportStop(run, backlog);
        this.directory = new ImportDirectory(run, workers.files(), stop);
        Path path = directory.path();
        this.listing = new ArchiveListing(path, format);
        this.waiting = new WaitingFiles(run, path, log);
        this.report = new ImportReport(run, log, waiting, backlog, clock);
        DirectoryReads reads = new DirectoryReads(path, workers, stop);
        ArchiveTaker taker = new ArchiveTaker(reads, run.cluster(), format, ledger, waiting, clock);
        this.batches =
                new ImportBatches(run, taker, log, workers, clock, directory, stamps, backlog, waiting, report, stop);
    }

    /** Ends the work here, and leaves the import's state to the caller. Returns at once. */
    void stop() {
        stop.stop();
    }

    @Override
    public void run() {
        try {
            follow();
            while (batches.underWay()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            persistently(report::tellLast);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
    }

    private void follow() throws InterruptedException {
        try {
            persistently(this::load);
            while (!stop.isStopped()) {
                persistently(this::round);
                stop.await(ROUND_MILLIS);
            }
        } catch (StoppedImportException e) {
            LOG.debug("Import {} is stopped", run.id(), e);
        } catch (Error e) {
            stop.giveUp(e);
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /** Repeats a step while the database is away. */
    private void persistently(Step step) throws InterruptedException {
        for (boolean again = false; ; again = true) {
            try {
                step.run();
                return;
            } catch (StoppedImportException e) {
                throw e;
            } catch (RuntimeException e) {
                stop.failed(again, e);
                if (stop.await(ImportStop.RETRY_MILLIS)) {
                    return;
                }
            }
        }
    }

    private void load() {
        unseenSince = log.unseenSince(run.id());
        log.eachDone(run.id(), (byThis, files) -> {
            int added = stamps.add(files, byThis);
            if (byThis) {
                report.taken(added);
            }
        });
        for (ArchiveFile file : waiting.load(clock.millis())) {
            stamps.put(FileStamps.key(file.path()), FileStamps.stamp(file));
        }
        report.begin();
    }

    private void round() throws InterruptedException {
        try {
            if (waiting.size() > 0) {
                var seen = directory.call(this::goOn, sign -> waiting.look(directory, sign));
                waiting.retry(seen, clock.millis(), new Retrier());
            }
            look();
            directory.leaveIfEmpty();
        } catch (IOException e) {
            absent(e);
            return;
        }
        batches.work();
        report();
        if (listedOnce && !run.watched() && backlog.size() == 0 && waiting.allRest()) {
            end(ImportState.COMPLETED, null);
        }
    }

    private void absent(IOException e) {
        if (!run.watched()) {
            end(ImportState.FAILED, "The directory " + directory.path() + " cannot be listed: " + FileFaults.words(e));
        } else {
            stop.leave(FileFaults.words(e));
        }
        LOG.debug("The failed listing", e);
    }

    private void look() throws IOException, InterruptedException {
        long begin = clock.millis();
        // A job may run again under its id, and its archive then replaces the one before.
        boolean all = listedOnce ? begin >= allDue : !run.watched();
        directory.call(this::goOn, sign -> {
            listing.look(all, new Finder(sign));
            return null;
        });
        long end = clock.millis();
        if (all || !listedOnce) {
            allDue = end + Math.max(ALL_MILLIS, (end - begin) * ALL_SHARE);
        }
        listedOnce = true;
        report.allSeen();
    }

    /** Lets the found files be read, and the progress be seen, while the file system is at work. */
    private void goOn() {
        batches.work();
        try {
            report();
        } catch (RuntimeException e) {
            LOG.debug("Reporting the progress of import {}", run.id(), e);
        }
    }

    /** Puts new files into the backlog. */
    private final class Finder implements ArchiveListing.Visitor {
        private final FileCalls.Sign sign;

        Finder(FileCalls.Sign sign) {
            this.sign = sign;
        }

        @Override
        public void at(Path place) {
            if (stop.isStopped()) {
                throw new StoppedImportException();
            }
            sign.at(place);
        }

        @Override
        public BasicFileAttributes attributes(Path file) throws IOException {
            return directory.attributes(file, sign);
        }

        @Override
        public boolean unreadable(String path) {
            // It is known by its path until it can be looked at.
            ArchiveFile file = new ArchiveFile(path, 0, 0);
            boolean isNew = stamps.sight(FileStamps.key(path)) == 0;
            if (isNew) {
                add(file);
            }
            return isNew;
        }

        @Override
        public boolean isKnown(String path) {
            long stamp = stamps.sight(FileStamps.key(path));
            if (stamp < 0) {
                report.unchanged();
            }
            return stamp != 0;
        }

        @Override
        public boolean found(String path, Path at, BasicFileAttributes attributes) throws IOException {
            ArchiveFile file = ArchiveFile.of(path, attributes);
            long key = FileStamps.key(path);
            long known = stamps.sight(key);
            if (known != 0
                    && (waiting.contains(path) || Math.abs(known) == FileStamps.stamp(file) && !isReplaced(at))) {
                if (known < 0) {
                    report.unchanged();
                }
                return false;
            }
            add(file);
            return true;
        }

        private void add(ArchiveFile file) {
            stamps.put(FileStamps.key(file.path()), FileStamps.stamp(file));
            report.seen();
            sign.pause();
            try {
                backlog.add(file);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoppedImportException();
            } finally {
                sign.at(directory.path());
            }
        }
    }

    /** Returns whether a known file may have another content although it has the time and size that it had. */
    private boolean isReplaced(Path file) throws IOException {
        return !run.watched() && !listedOnce && ArchiveFile.writtenAt(file) > unseenSince;
    }

    private final class Retrier implements WaitingFiles.Retry {
        @Override
        public void again(ArchiveFile file) throws InterruptedException {
            stamps.put(FileStamps.key(file.path()), FileStamps.stamp(file));
            backlog.add(file);
        }

        @Override
        public void gone(ArchiveFile file) {
            batches.gone(file);
        }
    }

    private void report() {
        if (!report.tell()) {
            stop();
        }
    }

    private void end(ImportState state, @Nullable String error) {
        report.end(state, error);
        stop();
    }
}
