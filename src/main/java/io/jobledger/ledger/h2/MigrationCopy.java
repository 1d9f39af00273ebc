package io.jobledger.ledger.h2;

import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a copy of the database file beside it during a migration. H2 commits each change of the schema by itself, so a
 * migration that was cut off can be neither repeated nor taken back. An empty copy means that there was no database.
 */
final class MigrationCopy {
    private final Path file;
    private final Path copy;
    private final Path unfinished;

    MigrationCopy(Path file) {
        this.file = file;
        this.copy = file.resolveSibling(file.getFileName() + ".before-migration");
        this.unfinished = file.resolveSibling(copy.getFileName() + ".tmp");
    }

    /** Returns whether a migration was cut off. */
    boolean exists() {
        return Files.exists(copy);
    }

    Path path() {
        return copy;
    }

    /** Makes the copy, which is on disk when this returns. The database must not be open. */
    void make() throws IOException {
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file)) {
                Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.write(unfinished, new byte[0]);
            }
            try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /**
     * Moves the file aside after a migration that was cut off. It is kept, as a version that knows nothing of copies
     * may have gone on with it.
     *
     * @return where it is now; null if there is none, or somebody has it open
     */
    @Nullable
    Path setAside() throws IOException {
        if (!Files.exists(file) || isOpen()) {
            return null;
        }
        String name = file.getFileName() + ".cut-off";
        Path aside = file.resolveSibling(name);
        for (int number = 2; Files.exists(aside); number++) {
            aside = file.resolveSibling(name + '-' + number);
        }
        Files.move(file, aside);
        forceDirectory();
        return aside;
    }

    /**
     * Puts the copy in the place of the database file. The migration's changes are gone, unless the file was set aside.
     *
     * @return false if somebody has it open: then it is left alone
     */
    boolean putBack() throws IOException {
        if (Files.exists(file) && isOpen()) {
            return false;
        }
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
        return true;
    }

    /** Returns whether the file is open: H2 holds it locked. */
    private boolean isOpen() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(copy);
        forceDirectory();
    }

    /**
     * Forces the directory, so that names are right after a power failure too. Some systems cannot do this; then the
     * order of the steps has to suffice.
     */
    private void forceDirectory() {
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // As on Windows.
        }
    }
}
