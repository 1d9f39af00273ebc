package io.jobledger.imports;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the archives of a directory, each within the time limit. */
record DirectoryReads(Path directory, Workers workers, ImportStop stop) {
    /** Returns an archive for reading. */
    ArchiveInput archive(ArchiveFile file) {
        return new TimedArchive(directory, directory.resolve(file.path()), workers, stop);
    }

    /**
     * Tries again to list a directory that could not be listed.
     *
     * @throws NoSuchFileException if it is gone, or can be listed now: it need not be waited for any longer
     */
    void list(ArchiveFile unlisted) throws IOException {
        Path path = directory.resolve(unlisted.path());
        try {
            workers.files().call(directory, path, workers.caller(stop), sign -> ArchiveListing.hasEntries(path));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        throw new NoSuchFileException(unlisted.path());
    }
}
