package io.jobledger.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Describes a file as it was found.
 *
 * @param path below the directory, with slashes
 * @param size bytes
 * @param modifiedAt milliseconds since the epoch
 */
record ArchiveFile(String path, long size, long modifiedAt) {
    static ArchiveFile of(String path, BasicFileAttributes attributes) {
        return new ArchiveFile(
                path, attributes.size(), attributes.lastModifiedTime().toMillis());
    }

    /**
     * Returns the attributes of a file, or of the link at its place if that leads to nothing.
     *
     * @throws java.nio.file.NoSuchFileException if there is neither
     */
    static BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /**
     * Returns the time when a file or its attributes were last written, in ms since the epoch. No program can set it, so
     * it tells of a new content that was given the old time of change. It is 0 where the file system has none.
     */
    static long writtenAt(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis()
                : 0;
    }

    boolean isAs(ArchiveFile other) {
        return size == other.size && modifiedAt == other.modifiedAt;
    }
}
