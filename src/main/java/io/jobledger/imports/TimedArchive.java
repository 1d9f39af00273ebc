package io.jobledger.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;

/** Opens an archive with a time limit for each read, and only while it is the file that was opened first. */
public final class TimedArchive implements ArchiveInput {
    private final Path directory;
    private final Path path;
    private final FileCalls calls;
    private final Supplier<FileCalls.Caller> firstCaller;
    private final FileCalls.Caller laterCaller;

    /** The file as it was opened first; null before that. */
    private volatile ArchiveFile first;

    TimedArchive(Path directory, Path path, Workers workers, ImportStop stop) {
        // A file that is read again may be read within a transaction, which batches that have their turn may wait for.
        this(directory, path, workers.files(), () -> workers.caller(stop), () -> !stop.isStopped());
    }

    /**
     * Opens an archive outside imports. Its reads wait until the time limit of {@code calls}.
     *
     * @param directory the directory that the archive is in, at any depth
     */
    public TimedArchive(Path directory, Path path, FileCalls calls) {
        this(directory, path, calls, () -> () -> true, () -> true);
    }

    private TimedArchive(
            Path directory,
            Path path,
            FileCalls calls,
            Supplier<FileCalls.Caller> firstCaller,
            FileCalls.Caller laterCaller) {
        this.directory = directory;
        this.path = path;
        this.calls = calls;
        this.firstCaller = firstCaller;
        this.laterCaller = laterCaller;
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
        return new TimedInput(
                calls, directory, path, offset, first == null ? firstCaller.get() : laterCaller, this::check);
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
