package io.jobledger.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens an archive with a time limit for each read, and only while it is the file that was opened first. */
final class TimedArchive implements ArchiveInput {
    private final Path directory;
    private final Path path;
    private final Workers workers;
    private final ImportStop stop;

    /** The file as it was opened first; null before that. */
    private volatile ArchiveFile first;

    TimedArchive(Path directory, Path path, Workers workers, ImportStop stop) {
        this.directory = directory;
        this.path = path;
        this.workers = workers;
        this.stop = stop;
    }

    @Override
    public long size() throws IOException {
        if (first == null) {
            open(0).close();
        }
        return first.size();
    }

    @Override
    public InputStream open(long offset) throws IOException {
        return new TimedInput(workers.files(), directory, path, offset, caller(), this::check);
    }

    /** A file that is read again may be read within a transaction, which batches that have their turn may wait for. */
    private FileCalls.Caller caller() {
        return first == null ? workers.caller(stop) : () -> !stop.isStopped();
    }

    private void check(BasicFileAttributes attributes) throws IOException {
        ArchiveFile now = ArchiveFile.of("", attributes);
        if (first == null) {
            first = now;
        } else if (!first.isAs(now)) {
            throw new UnreadableFileException("it has changed while it was read");
        }
    }
}
