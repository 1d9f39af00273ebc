package io.jobledger.imports;

import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportLog;
import io.jobledger.ledger.imports.QuarantinedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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

    /** @return the files that the import left in quarantine, as they were then */
    List<ArchiveFile> load() {
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
        files.put(file.path(), after);
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

    /** Tries the files again that have changed or are due. */
    void retry(long now, Retry retry) throws InterruptedException {
        for (Waiting one : files.values()) {
            if (one.triedAt() == UNDER_WAY) {
                continue;
            }
            ArchiveFile file;
            try {
                file = ArchiveFile.of(
                        one.file().path(),
                        Files.readAttributes(directory.resolve(one.file().path()), BasicFileAttributes.class));
            } catch (NoSuchFileException e) {
                if (Files.isDirectory(directory)) {
                    retry.gone(one.file());
                }
                continue;
            } catch (IOException e) {
                continue;
            }
            if (!file.isAs(one.file()) || one.isDue(now)) {
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
