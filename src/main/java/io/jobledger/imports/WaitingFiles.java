package io.jobledger.imports;

import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportLog;
import io.jobledger.ledger.imports.QuarantinedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the files of an import that could not be taken yet, also those in quarantine. */
final class WaitingFiles {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingFiles.class);

    /** The {@link Waiting#triedAt} of a file that is being tried. */
    private static final long UNDER_WAY = Long.MAX_VALUE;

    /** An import on request takes a file after this time, although the recorder has not finished its job. */
    private static final long PATIENCE_MILLIS = 60_000;

    private final Import run;
    private final Path directory;
    private final ImportLog log;
    private final Map<String, Waiting> files = new ConcurrentHashMap<>();
    private volatile long begun;

    WaitingFiles(Import run, Path directory, ImportLog log) {
        this.run = run;
        this.directory = directory;
        this.log = log;
    }

    /** Receives the files whose wait ends. */
    interface Retry {
        /** Tries the file now. */
        void again(ArchiveFile file) throws InterruptedException;

        /** Notes that the file no longer exists. */
        void gone(ArchiveFile file);
    }

    /**
     * Begins with the files that the import left in quarantine.
     *
     * @return those files, as they were then
     */
    List<ArchiveFile> load(long now) {
        begun = now;
        List<ArchiveFile> loaded = new ArrayList<>();
        for (QuarantinedFile file : log.quarantined(run.id())) {
            ArchiveFile found = new ArchiveFile(file.file(), file.size(), file.modifiedAt());
            files.put(
                    file.file(), new Waiting(found, file.lastTried(), 0, file.reason(), true, file.firstSeen(), true));
            loaded.add(found);
        }
        return loaded;
    }

    boolean contains(String path) {
        return files.containsKey(path);
    }

    /** Lets a file be tried again until the engine's recorder has finished its job. */
    void follow(ArchiveFile file, long now) {
        release(List.of(file));
        long since = followedSince(file.path(), now);
        files.put(file.path(), new Waiting(file, since, now, null, true, since, false));
    }

    /** Returns the time since which a file waits for the recorder, ms since the epoch; now if it does not wait yet. */
    long followedSince(String path, long now) {
        Waiting before = files.get(path);
        return before == null || before.reason() != null ? now : before.since();
    }

    /** Returns whether a file may wait for the recorder. Of an import on request it may not wait for ever. */
    boolean mayFollow(String path, long now) {
        return run.watched() || now - followedSince(path, now) < PATIENCE_MILLIS;
    }

    /** Keeps an unreadable file: in quarantine if it is at rest, because otherwise it may still be written. */
    void keep(ArchiveTaker.Unreadable unreadable, long now) {
        ArchiveFile file = unreadable.file();
        Waiting before = files.get(file.path());
        boolean same = before != null && before.file().isAs(file);
        Waiting after = new Waiting(
                file,
                same ? before.since() : now,
                now,
                unreadable.reason(),
                unreadable.passing(),
                before == null ? now : before.firstSeen(),
                before != null && before.quarantined());
        if (after.rests(now) || after.quarantined() || isOver(after, now)) {
            if (!after.quarantined()) {
                LOG.warn("Import {} of {}: {} is put aside: {}", run.id(), directory, file.path(), after.reason());
            }
            log.quarantine(
                    run.id(),
                    new QuarantinedFile(
                            file.path(), file.size(), file.modifiedAt(), after.reason(), after.firstSeen(), now));
            after = new Waiting(file, after.since(), now, after.reason(), after.passing(), after.firstSeen(), true);
        }
        files.put(file.path(), after);
    }

    /** Returns whether a file of an import on request has had its time to become whole. */
    private boolean isOver(Waiting one, long now) {
        return !run.watched() && now - Math.max(begun, one.firstSeen()) >= PATIENCE_MILLIS;
    }

    /** Ends the wait of these files, if they wait. */
    void remove(List<ArchiveFile> dealtWith) {
        release(dealtWith);
        dealtWith.forEach(file -> files.remove(file.path()));
    }

    private void release(List<ArchiveFile> readable) {
        List<String> released = readable.stream()
                .map(ArchiveFile::path)
                .map(files::get)
                .filter(before -> before != null && before.quarantined())
                .map(before -> before.file().path())
                .toList();
        if (!released.isEmpty()) {
            log.release(run.id(), released);
        }
    }

    /** Returns the waiting files as they are now, by path; null for those that are gone. */
    Map<String, ArchiveFile> look(ImportDirectory calls, FileCalls.Sign sign) {
        Map<String, ArchiveFile> seen = new HashMap<>();
        files.forEach((path, one) -> {
            Path file = directory.resolve(path);
            sign.at(file);
            try {
                seen.put(path, ArchiveFile.of(path, calls.attributes(file, sign)));
            } catch (NoSuchFileException e) {
                // Without the directory, nothing is known of its files.
                seen.put(path, Files.isDirectory(directory) ? null : one.file());
            } catch (IOException e) {
                seen.put(path, one.file());
            }
        });
        return seen;
    }

    /**
     * Tries the files again that have changed or are due.
     *
     * @param seen from {@link #look}
     */
    void retry(Map<String, ArchiveFile> seen, long now, Retry retry) throws InterruptedException {
        for (Map.Entry<String, ArchiveFile> entry : seen.entrySet()) {
            Waiting one = files.get(entry.getKey());
            ArchiveFile file = entry.getValue();
            if (one == null || one.triedAt() == UNDER_WAY) {
                continue;
            }
            boolean settled = one.quarantined() && one.triedAt() != 0 && isOver(one, now);
            if (file == null) {
                retry.gone(one.file());
            } else if (!settled && (!file.isAs(one.file()) || one.isDue(now))) {
                files.put(file.path(), underWay(one));
                retry.again(file);
            }
        }
    }

    private static Waiting underWay(Waiting one) {
        return new Waiting(
                one.file(), one.since(), UNDER_WAY, one.reason(), one.passing(), one.firstSeen(), one.quarantined());
    }

    int size() {
        return files.size();
    }

    long quarantined() {
        return files.values().stream().filter(Waiting::quarantined).count();
    }

    /** Returns whether all files are in quarantine, and were tried since the import was resumed. */
    boolean allRest() {
        return files.values().stream()
                .allMatch(one -> one.quarantined() && one.triedAt() != 0 && one.triedAt() != UNDER_WAY);
    }
}
