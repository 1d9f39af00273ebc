package io.jobledger.imports;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks through a directory for archives repeatedly, at little cost without changes. Of hundreds of thousands of files,
 * known ones are not touched, and unchanged directories are not read. Not for use by several threads.
 */
public final class ArchiveListing {
    /** A directory's time of change may be as coarse as 2 s. Files of the same tick are looked for again. */
    private static final long TICK_MILLIS = 3_000;

    /** A directory of the kind ENDING that has not changed for this time has ended. */
    private static final long ENDED_MILLIS = 60_000;

    private final Path directory;
    private final ArchiveLayout layout;
    private final Map<String, Listed> listed = new HashMap<>();
    private final FileStamps ended = new FileStamps();

    /**
     * Describes a directory as it was last read.
     *
     * @param modifiedAt ms since the epoch; 0 if it may have changed since
     * @param below the directories in it that have not ended, by path
     */
    private record Listed(long modifiedAt, Set<String> below) {}

    /** Takes the archives that are found. */
    public interface Visitor {
        /** Returns whether the file need not be looked at, judged by its path. */
        boolean isKnown(String path);

        /** Notes that the listing comes to this place, where a call of the file system may hang. */
        default void at(Path place) {}

        /** Returns the attributes of a file, or of the link at its place if that leads to nothing. */
        default BasicFileAttributes attributes(Path file) throws IOException {
            return ArchiveFile.attributes(file);
        }

        /**
         * Notes a directory that cannot be listed, or an archive that cannot be looked at, unless it is gone.
         *
         * @return whether that is new
         */
        default boolean unreadable(String path) {
            return false;
        }

        /**
         * Takes an archive, which need not be a regular file.
         *
         * @return whether the file is new or has changed
         */
        boolean found(String path, Path file, BasicFileAttributes attributes) throws IOException;
    }

    public ArchiveListing(Path directory, ArchiveLayout layout) {
        this.directory = directory;
        this.layout = layout;
    }

    /**
     * Looks for archives.
     *
     * @param all whether to look at known files too; otherwise a change of a known file goes unnoticed
     * @throws IOException if the directory itself cannot be read
     */
    public void look(boolean all, Visitor visitor) throws IOException {
        checkDirectory(directory);
        look("", directory, modified(directory), all, visitor);
    }

    /** The listing of a pipe would never end. */
    private static void checkDirectory(Path directory) throws IOException {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
    }

    /** Returns whether a directory has entries, which shows that a volume is mounted there. */
    static boolean hasEntries(Path directory) throws IOException {
        checkDirectory(directory);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return entries.iterator().hasNext();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** @return whether nothing below it was new */
    private boolean look(String path, Path at, long modifiedAt, boolean all, Visitor visitor) throws IOException {
        Listed before = listed.get(path);
        if (!all && before != null && before.modifiedAt() == modifiedAt) {
            boolean nothing = true;
            for (String below : Set.copyOf(before.below())) {
                nothing &= lookBelow(before, below, all, visitor);
            }
            return nothing;
        }
        visitor.at(at);
        long now = System.currentTimeMillis();
        boolean certain = now - modifiedAt > TICK_MILLIS;
        Listed read = new Listed(certain ? modifiedAt : 0, new HashSet<>());
        boolean nothing = true;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at)) {
            for (Path entry : entries) {
                String name = path.isEmpty() ? entry.getFileName().toString() : path + '/' + entry.getFileName();
                nothing &= entry(read, name, entry, all, visitor);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        listed.put(path, read);
        return nothing;
    }

    private boolean entry(Listed in, String path, Path at, boolean all, Visitor visitor) throws IOException {
        boolean archive = layout.isArchive(path);
        if (archive && !all && visitor.isKnown(path)) {
            return true;
        }
        ArchiveLayout.Place place = layout.place(path);
        if (!archive && place == ArchiveLayout.Place.NOTHING
                || !all && place == ArchiveLayout.Place.ENDING && ended.sight(FileStamps.key(path)) != 0) {
            return true;
        }
        visitor.at(at);
        BasicFileAttributes attributes;
        try {
            attributes = visitor.attributes(at);
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return !archive || !visitor.unreadable(path);
        }
        if (attributes.isDirectory() && place != ArchiveLayout.Place.NOTHING) {
            in.below().add(path);
            return lookBelow(in, path, all, visitor);
        }
        return !archive || !visitor.found(path, at, attributes);
    }

    private boolean lookBelow(Listed in, String path, boolean all, Visitor visitor) throws IOException {
        Path at = directory.resolve(path);
        visitor.at(at);
        try {
            long modifiedAt = modified(at);
            boolean nothing = look(path, at, modifiedAt, all, visitor);
            if (nothing
                    && layout.place(path) == ArchiveLayout.Place.ENDING
                    && System.currentTimeMillis() - modifiedAt > ENDED_MILLIS) {
                ended.put(FileStamps.key(path), 1);
                in.below().remove(path);
                forget(path);
            }
            return nothing;
        } catch (NoSuchFileException e) {
            in.below().remove(path);
            forget(path);
            return true;
        } catch (IOException e) {
            // It is read again the next time.
            visitor.unreadable(path);
            return false;
        }
    }

    private void forget(String path) {
        Listed known = listed.remove(path);
        if (known != null) {
            known.below().forEach(this::forget);
        }
    }

    private static long modified(Path directory) throws IOException {
        return Files.getLastModifiedTime(directory).toMillis();
    }
}
