package io.jobledger.imports;

import io.jobledger.ledger.DatabaseFailure;
import io.jobledger.ledger.Import;
import io.jobledger.ledger.ImportLog;
import io.jobledger.ledger.ImportState;
import io.jobledger.ledger.Ledger;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One import while it runs in this service: lists its directory in a thread of its own and has workers read the files. */
final class ImportRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);

    private static final String NOTHING = "there is nothing in the directory";

    private static final long ROUND_MILLIS = 500;
    private static final long RETRY_MILLIS = 1_000;

    /** Looking at every file again takes so much of the time, and so often at most. */
    private static final long ALL_SHARE = 50;

    private static final long ALL_MILLIS = 10_000;

    private final Import run;
    private final Path directory;
    private final ImportLog log;
    private final ExecutorService workers;
    private final int parallelism;
    private final Clock clock;
    private final ArchiveTaker taker;
    private final ArchiveListing listing;

    private final FileStamps stamps = new FileStamps();
    private final Backlog backlog = new Backlog();
    private final WaitingFiles waiting;
    private final ImportReport report;
    private final AtomicInteger working = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean listedOnce;
    private volatile boolean failing;
    private long allDue;

    ImportRun(
            Import run,
            ArchiveFormat format,
            Ledger ledger,
            ImportLog log,
            ExecutorService workers,
            int parallelism,
            Clock clock) {
        this.run = run;
        this.directory = Path.of(run.directory());
        this.log = log;
        this.workers = workers;
        this.parallelism = parallelism;
        this.clock = clock;
        this.taker = new ArchiveTaker(directory, run.cluster(), format, ledger);
        this.listing = new ArchiveListing(directory, format);
        this.waiting = new WaitingFiles(run, directory, log);
        this.report = new ImportReport(run, log, waiting, backlog, clock);
    }

    /** Ends the work here; what the import's state is, others say. Returns at once. */
    void stop() {
        stopped.countDown();
        backlog.close();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public void run() {
        try {
            follow();
            while (backlogUnderWay()) {
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
            while (!isStopped()) {
                persistently(this::round);
                stopped.await(ROUND_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (Error e) {
            giveUp(e);
        }
    }

    /** Nobody knows what was left undone: the import is begun anew, with what the ledger knows of it. */
    private void giveUp(Throwable e) {
        stop();
        LOG.warn("Import {} of {}: is begun anew after {}", run.id(), directory, e.toString());
        LOG.debug("What it is begun anew after", e);
    }

    private boolean backlogUnderWay() {
        return working.get() > 0;
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /** Again and again while the database is away. */
    private void persistently(Step step) throws InterruptedException {
        for (boolean again = false; ; again = true) {
            try {
                step.run();
                return;
            } catch (RuntimeException e) {
                warn(again, e);
                if (stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private void warn(boolean again, Throwable e) {
        if (!again) {
            LOG.warn("Import {} of {}: a step failed and is tried again: {}", run.id(), directory, e.toString());
        }
        LOG.debug("The failed step", e);
    }

    private void load() {
        log.eachDone(run.id(), (byThis, files) -> {
            int added = stamps.add(files, byThis);
            if (byThis) {
                report.taken(added);
            }
        });
        for (ArchiveFile file : waiting.load()) {
            stamps.put(FileStamps.key(file.path()), FileStamps.stamp(file));
        }
        report.begin();
    }

    private void round() throws InterruptedException {
        waiting.retry(clock.millis(), new Retrier());
        try {
            look();
            if (isAway()) {
                leave(NOTHING);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            absent("there is no such directory", e);
        } catch (IOException e) {
            absent(unlistable(e), e);
        }
        work();
        report();
        if (listedOnce && !run.watched() && backlog.size() == 0 && waiting.allRest()) {
            end(ImportState.COMPLETED, null);
        }
    }

    private void absent(String what, IOException e) {
        if (isStopped()) {
            return;
        }
        if (!run.watched()) {
            end(ImportState.FAILED, "Of " + directory + ": " + what);
        } else {
            leave(what);
        }
        LOG.debug("The failed listing", e);
    }

    private static String unlistable(IOException e) {
        return "the directory cannot be listed (" + e + ")";
    }

    /** Another service may have the directory, as where it is mounted there and not here. */
    private void leave(String what) {
        if (isStopped()) {
            return;
        }
        LOG.info("Import {} of {}: is left to whoever has it: {}", run.id(), directory, what);
        stop();
    }

    /** Whether nothing is in a watched directory, as where nothing is mounted any more. */
    private boolean isAway() throws IOException {
        return run.watched() && !ArchiveListing.hasEntries(directory);
    }

    private void look() throws IOException, InterruptedException {
        long begin = clock.millis();
        boolean all = listedOnce && begin >= allDue;
        Finder finder = new Finder();
        listing.look(all, finder);
        long end = clock.millis();
        if (all || !listedOnce) {
            allDue = end + Math.max(ALL_MILLIS, (end - begin) * ALL_SHARE);
        }
        listedOnce = true;
        report.allSeen();
    }

    /** Puts what is new into the backlog. */
    private final class Finder implements ArchiveListing.Visitor {
        @Override
        public boolean isKnown(String path) {
            long stamp = stamps.sight(FileStamps.key(path));
            if (stamp < 0) {
                report.seen();
                report.skipped(1);
            }
            return stamp != 0;
        }

        @Override
        public boolean found(String path, Path at, BasicFileAttributes attributes) throws IOException {
            ArchiveFile file = ArchiveFile.of(path, attributes);
            long key = FileStamps.key(path);
            if (isKnown(path) && (waiting.contains(path) || stamps.sight(key) == FileStamps.stamp(file))) {
                return false;
            }
            stamps.put(key, FileStamps.stamp(file));
            report.seen();
            enqueue(file);
            if (isStopped()) {
                throw new IOException("The import is stopped");
            }
            return true;
        }
    }

    private void enqueue(ArchiveFile file) throws IOException {
        try {
            backlog.add(file);
            work();
            report();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void work() {
        while (backlog.size() > 0 && working.get() < parallelism && !isStopped()) {
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
            stop();
        } finally {
            if (!submitted) {
                working.decrementAndGet();
            }
        }
    }

    /** One batch, in a worker's thread; then it waits for its turn again, behind other imports. */
    private void batch() {
        boolean more = false;
        try {
            List<ArchiveFile> files = backlog.next();
            if (!files.isEmpty() && !dealWith(files)) {
                pause();
            }
            more = !files.isEmpty();
        } catch (RuntimeException | Error e) {
            giveUp(e);
        } finally {
            if (!more) {
                working.decrementAndGet();
            }
        }
        if (more) {
            submit();
        }
    }

    /** @return whether that was possible; if not, the files are in the backlog again */
    private boolean dealWith(List<ArchiveFile> files) {
        try {
            ArchiveTaker.Taken outcome;
            try {
                outcome = taker.take(files);
            } catch (RuntimeException | Error e) {
                if (DatabaseFailure.isCauseOf(e)) {
                    throw e;
                }
                LOG.debug("Taking {} files", files.size(), e);
                if (files.size() > 1) {
                    return dealWithEach(files);
                }
                outcome = new ArchiveTaker.Taken();
                outcome.unreadable().add(new ArchiveTaker.Unreadable(files.get(0), "Taking it failed with " + e, true));
            }
            settle(outcome);
            backlog.done(files);
            failing = false;
            return true;
        } catch (RuntimeException | Error e) {
            backlog.giveBack(files);
            warn(failing, e);
            failing = true;
            return false;
        }
    }

    /** Finds out which of the files a failure comes of. */
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
            stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(ArchiveTaker.Taken outcome) {
        note(true, outcome.taken());
        report.taken(outcome.taken().size());
        note(false, outcome.skipped());
        report.skipped(outcome.skipped().size());
        long now = clock.millis();
        outcome.unreadable().forEach(unreadable -> waiting.keep(unreadable, now));
        for (ArchiveFile file : outcome.followed()) {
            if (run.watched()) {
                waiting.follow(file, now);
            } else {
                waiting.remove(List.of(file));
                report.skipped(1);
            }
        }
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
     * A file that is gone is one that was never seen: should it come back, it is new. But if the whole directory is, nothing
     * is known of its files.
     */
    private void gone(ArchiveFile file) {
        try {
            if (isAway()) {
                leave(NOTHING);
                return;
            }
        } catch (IOException e) {
            leave(unlistable(e));
            return;
        }
        waiting.remove(List.of(file));
        stamps.forget(FileStamps.key(file.path()));
        report.gone();
    }

    private final class Retrier implements WaitingFiles.Retry {
        @Override
        public void again(ArchiveFile file) throws InterruptedException {
            stamps.put(FileStamps.key(file.path()), FileStamps.stamp(file));
            backlog.add(file);
        }

        @Override
        public void gone(ArchiveFile file) {
            ImportRun.this.gone(file);
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
