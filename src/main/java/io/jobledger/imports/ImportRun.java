package io.jobledger.imports;

import io.jobledger.ledger.Import;
import io.jobledger.ledger.ImportLog;
import io.jobledger.ledger.ImportProgress;
import io.jobledger.ledger.ImportState;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.QuarantinedFile;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One import while it runs in this service: lists its directory in a thread of its own and has workers read the files. */
final class ImportRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);

    private static final long ROUND_MILLIS = 500;
    private static final long PROGRESS_MILLIS = 1_000;
    private static final long LOG_MILLIS = 5_000;
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
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong dealtWith = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Rate rate = new Rate();
    private boolean listedOnce;
    private boolean warned;
    private volatile boolean failing;
    private long allDue;
    private long progressDue;
    private long logDue;
    private ImportProgress logged;

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
            persistently(this::load);
            rate.at(clock.millis(), 0);
            LOG.info("Import {} of {}: begins, with {} files known", run.id(), directory, taken.get());
            while (!isStopped()) {
                persistently(this::round);
                stopped.await(ROUND_MILLIS, TimeUnit.MILLISECONDS);
            }
            while (backlogUnderWay()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            persistently(() -> log.progress(run.id(), progress(true)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
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

    private void warn(boolean again, RuntimeException e) {
        if (!again) {
            LOG.warn("Import {} of {}: a step failed and is tried again: {}", run.id(), directory, e.toString());
        }
        LOG.debug("The failed step", e);
    }

    private void load() {
        log.eachDone(run.id(), (byThis, files) -> {
            int added = stamps.add(files, byThis);
            if (byThis) {
                taken.addAndGet(added);
            }
        });
        for (QuarantinedFile file : log.quarantined(run.id())) {
            ArchiveFile found = new ArchiveFile(file.file(), file.size(), file.modifiedAt());
            stamps.put(FileStamps.key(file.file()), FileStamps.stamp(found));
            waiting.put(
                    file.file(), new Waiting(found, file.lastTried(), 0, file.reason(), true, file.firstSeen(), true));
        }
        seen.set(taken.get() + waiting.size());
    }

    private void round() throws InterruptedException {
        retry();
        try {
            look();
        } catch (NoSuchFileException | NotDirectoryException e) {
            absent("there is no such directory", e);
        } catch (IOException e) {
            absent("the directory cannot be listed (" + e + ")", e);
        }
        work();
        report();
        if (listedOnce && !run.watched() && backlog.size() == 0 && allWaitingRest()) {
            end(ImportState.COMPLETED, null);
        }
    }

    private void absent(String what, IOException e) {
        if (isStopped()) {
            return;
        }
        if (!run.watched()) {
            end(ImportState.FAILED, "Of " + directory + ": " + what);
        } else if (!warned) {
            warned = true;
            LOG.warn("Import {} of {}: {}; it is looked for again and again", run.id(), directory, what);
        }
        LOG.debug("The failed listing", e);
    }

    private void look() throws IOException, InterruptedException {
        long begin = clock.millis();
        boolean all = listedOnce && begin >= allDue;
        Finder finder = new Finder();
        listing.look(all, finder);
        warned = false;
        long end = clock.millis();
        if (all || !listedOnce) {
            allDue = end + Math.max(ALL_MILLIS, (end - begin) * ALL_SHARE);
        }
        listedOnce = true;
    }

    /** Puts what is new into the backlog. */
    private final class Finder implements ArchiveListing.Visitor {
        @Override
        public boolean isKnown(String path) {
            long stamp = stamps.sight(FileStamps.key(path));
            if (stamp < 0) {
                seen.incrementAndGet();
                skipped.incrementAndGet();
            }
            return stamp != 0;
        }

        @Override
        public boolean found(String path, Path at, BasicFileAttributes attributes) throws IOException {
            ArchiveFile file = ArchiveFile.of(path, attributes);
            long key = FileStamps.key(path);
            if (isKnown(path) && (waiting.containsKey(path) || stamps.sight(key) == FileStamps.stamp(file))) {
                return false;
            }
            stamps.put(key, FileStamps.stamp(file));
            seen.incrementAndGet();
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
        try {
            workers.execute(this::batch);
        } catch (RejectedExecutionException e) {
            working.decrementAndGet();
            stop();
        }
    }

    /** One batch, in a worker's thread; then it waits for its turn again, behind other imports. */
    private void batch() {
        List<ArchiveFile> files = backlog.next();
        if (files.isEmpty()) {
            working.decrementAndGet();
            return;
        }
        try {
            settle(taker.take(files));
            backlog.done(files);
            failing = false;
        } catch (RuntimeException e) {
            backlog.giveBack(files);
            warn(failing, e);
            failing = true;
            pause();
        }
        submit();
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
        note(false, outcome.skipped());
        long now = clock.millis();
        outcome.unreadable().forEach(unreadable -> keep(unreadable, now));
        for (ArchiveFile file : outcome.followed()) {
            if (run.watched()) {
                waiting.put(file.path(), new Waiting(file, now, now, null, true, now, false));
            } else {
                skipped.incrementAndGet();
            }
        }
        outcome.gone().forEach(this::forget);
        dealtWith.addAndGet(outcome.taken().size()
                + outcome.skipped().size()
                + outcome.unreadable().size());
    }

    private void note(boolean news, List<ArchiveFile> files) {
        if (files.isEmpty()) {
            return;
        }
        log.done(run.id(), news, FileStamps.noted(files));
        List<String> released = files.stream()
                .map(ArchiveFile::path)
                .map(waiting::get)
                .filter(before -> before != null && before.quarantined())
                .map(before -> before.file().path())
                .toList();
        if (!released.isEmpty()) {
            log.release(run.id(), released);
        }
        files.forEach(file -> waiting.remove(file.path()));
        (news ? taken : skipped).addAndGet(files.size());
    }

    /** Into quarantine if it rests; else it may just be on its way. */
    private void keep(ArchiveTaker.Unreadable unreadable, long now) {
        ArchiveFile file = unreadable.file();
        Waiting before = waiting.get(file.path());
        boolean same = before != null && before.file().isAs(file);
        Waiting after = new Waiting(
                file,
                same ? before.since() : now,
                now,
                unreadable.reason(),
                unreadable.passing(),
                before == null ? now : before.firstSeen(),
                before != null && before.quarantined());
        if (after.rests(now) || after.quarantined()) {
            if (!after.quarantined()) {
                LOG.warn("Import {} of {}: {} is put aside: {}", run.id(), directory, file.path(), after.reason());
            }
            log.quarantine(
                    run.id(),
                    new QuarantinedFile(
                            file.path(), file.size(), file.modifiedAt(), after.reason(), after.firstSeen(), now));
            after = new Waiting(file, after.since(), now, after.reason(), after.passing(), after.firstSeen(), true);
        }
        waiting.put(file.path(), after);
    }

    /** A file that is gone is one that was never seen: should it come back, it is new. */
    private void forget(ArchiveFile file) {
        Waiting before = waiting.remove(file.path());
        if (before != null && before.quarantined()) {
            log.release(run.id(), List.of(file.path()));
        }
        stamps.forget(FileStamps.key(file.path()));
        seen.decrementAndGet();
    }

    /** Tries again what waits, if it has changed or its time has come. */
    private void retry() throws InterruptedException {
        long now = clock.millis();
        for (Waiting one : waiting.values()) {
            if (one.triedAt() == Long.MAX_VALUE) {
                continue;
            }
            ArchiveFile file;
            try {
                file = ArchiveFile.of(
                        one.file().path(),
                        Files.readAttributes(directory.resolve(one.file().path()), BasicFileAttributes.class));
            } catch (NoSuchFileException e) {
                if (Files.isDirectory(directory)) {
                    forget(one.file());
                }
                continue;
            } catch (IOException e) {
                continue;
            }
            if (!file.isAs(one.file()) || one.isDue(now)) {
                waiting.put(file.path(), underWay(one));
                stamps.put(FileStamps.key(file.path()), FileStamps.stamp(file));
                backlog.add(file);
            }
        }
    }

    private static Waiting underWay(Waiting one) {
        return new Waiting(
                one.file(),
                one.since(),
                Long.MAX_VALUE,
                one.reason(),
                one.passing(),
                one.firstSeen(),
                one.quarantined());
    }

    private boolean allWaitingRest() {
        return waiting.values().stream()
                .allMatch(one -> one.quarantined() && one.triedAt() != 0 && one.triedAt() != Long.MAX_VALUE);
    }

    private void end(ImportState state, @Nullable String error) {
        rate.at(clock.millis(), dealtWith.get());
        ImportProgress last = progress(true);
        log.progress(run.id(), last);
        if (log.end(run.id(), state, error, clock.millis())) {
            tell(state + (error == null ? "" : ": " + error), last);
        }
        stop();
    }

    private void report() {
        long now = clock.millis();
        if (now < progressDue) {
            return;
        }
        progressDue = now + PROGRESS_MILLIS;
        rate.at(now, dealtWith.get());
        ImportProgress progress = progress(false);
        if (!log.progress(run.id(), progress)) {
            LOG.info("Import {} of {}: is no longer wanted", run.id(), directory);
            stop();
        } else if (now >= logDue && !progress.equals(logged)) {
            logDue = now + LOG_MILLIS;
            logged = progress;
            tell("goes on", progress);
        }
    }

    private void tell(String what, ImportProgress progress) {
        LOG.info(
                "Import {} of {}: {}; {} files seen, {} taken, {} skipped, {} put aside, {} a second{}",
                run.id(),
                directory,
                what,
                progress.seen(),
                progress.taken(),
                progress.skipped(),
                progress.quarantined(),
                Math.round(progress.filesPerSecond()),
                progress.millisLeft() == null ? "" : ", " + progress.millisLeft() / 1000 + " s left");
    }

    private ImportProgress progress(boolean last) {
        long quarantined =
                waiting.values().stream().filter(Waiting::quarantined).count();
        int left = backlog.size();
        double perSecond = last ? rate.overall() : left == 0 && run.watched() ? 0 : rate.recent();
        Long millisLeft = last || !listedOnce || left > 0 && perSecond == 0
                ? null
                : Long.valueOf(left == 0 ? 0 : Math.round(left * 1000 / perSecond));
        return new ImportProgress(seen.get(), taken.get(), skipped.get(), quarantined, perSecond, millisLeft);
    }
}
