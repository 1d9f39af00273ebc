package io.jobledger.imports;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the archives of a directory, each within the time limit. */
record ArchiveReader(Path directory, Workers workers, ImportStop stop) {
    /** In bytes. Memory holds a read archive several times: as bytes, as a tree, and packed. */
    private static final int LARGEST =
            (int) Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 10);

    /**
     * Reads an archive.
     *
     * @param isArchive whether it is an archive by its path, not a directory that could not be listed
     * @throws NoSuchFileException if nothing is there, or the directory can be listed now
     * @throws UnreadableFileException if it is no regular file, does not answer, or is too large
     */
    byte[] read(ArchiveFile file, boolean isArchive) throws IOException {
        Path path = directory.resolve(file.path());
        if (!isArchive) {
            list(path);
            throw new NoSuchFileException(file.path());
        }
        try (TimedInput input = new TimedInput(workers.files(), path, workers.caller(stop))) {
            byte[] bytes = file.size() > LARGEST ? null : input.readNBytes(LARGEST + 1);
            if (bytes == null || bytes.length > LARGEST) {
                throw new UnreadableFileException("it is too large for the memory of this service");
            }
            return bytes;
        }
    }

    private void list(Path path) throws IOException {
        try {
            workers.files().call(path, workers.caller(stop), sign -> ArchiveListing.hasEntries(path));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
