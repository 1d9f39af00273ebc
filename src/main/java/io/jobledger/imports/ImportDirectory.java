package io.jobledger.imports;

import io.jobledger.ledger.imports.Import;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Calls the file system of an import's directory for the thread of the import, or for its workers. */
final class ImportDirectory {
    private final Import run;
    private final Path path;
    private final FileCalls calls;
    private final ImportStop stop;

    ImportDirectory(Import run, FileCalls calls, ImportStop stop) {
        this.run = run;
        this.path = Path.of(run.directory());
        this.calls = calls;
        this.stop = stop;
    }

    Path path() {
        return path;
    }

    /**
     * Waits for a call of the directory.
     *
     * @param meanwhile runs again and again during the wait
     * @throws StoppedImportException if the import is stopped
     */
    <T> T call(Runnable meanwhile, FileCalls.Call<T> call) throws IOException, InterruptedException {
        return calls.call(
                path,
                path,
                () -> {
                    meanwhile.run();
                    return !stop.isStopped();
                },
                call);
    }

    /**
     * Returns the attributes of a file within a call of the directory. A link may lead to another file system, which may
     * hang although the directory does not. So a link has its own call.
     *
     * @param sign takes the signs of life of the call of the directory
     * @throws UnreadableFileException if the link's target does not answer
     */
    BasicFileAttributes attributes(Path file, FileCalls.Sign sign) throws IOException {
        if (!Files.isSymbolicLink(file)) {
            return ArchiveFile.attributes(file);
        }
        sign.pause();
        try {
            return calls.call(path, file, () -> !stop.isStopped(), any -> ArchiveFile.attributes(file));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedImportException();
        } finally {
            sign.at(path);
        }
    }

    /**
     * Leaves a watched directory that is empty, as after an unmount.
     *
     * @return whether it is left
     * @throws IOException if it cannot be listed
     */
    boolean leaveIfEmpty() throws IOException, InterruptedException {
        boolean empty = run.watched() && !this.<Boolean>call(() -> {}, sign -> ArchiveListing.hasEntries(path));
        if (empty) {
            stop.leave("there is nothing in the directory");
        }
        return empty;
    }
}
