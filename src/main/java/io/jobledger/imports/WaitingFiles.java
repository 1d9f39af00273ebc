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

/** The files of an import that could not be taken yet, and those of them that are in quarantine. */
final class WaitingFiles {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingFiles.class);

    /** As {@link Waiting#triedAt}: it is being tried. */
    private static final long UNDER_WAY = Long.MAX_VALUE;

    private final Import run;
    private final Path directory;
    private final ImportLog log;
    private final Map<String, Waiting> files = new ConcurrentHashMap<>();

    WaitingFiles(Import run, Path directory, ImportLog log) {
        this.run = run;
        this.directory = directory;
        this.log = log;
    }

    /** What becomes of files that wait. */
    interface Retry {
        /** It is to be tried now. */
        void again(ArchiveFile file) throws InterruptedException;

        /** It waits no longer. */
        void gone(ArchiveFile file);
    }

    /** @return those that the import has left in quarantine, as they were then */
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

    /** It is tried again until another part of the service has done with its job. */
    void follow(ArchiveFile file, long now) {
        release(List.of(file));
        files.put(file.path(), new Waiting(file, now, now, null, true, now, false));
    }

    /** Into quarantine if it rests; else it may just be on its way. */
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

    /** These wait no longer, if they did. */
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

    /** Looks for those that have changed, or whose time has come. */
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

    /** Whether all are in quarantine, and were tried since the import went on. */
    boolean allRest() {
        return files.values().stream()
                .allMatch(one -> one.quarantined() && one.triedAt() != 0 && one.triedAt() != UNDER_WAY);
    }
}
