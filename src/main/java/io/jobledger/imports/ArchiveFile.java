package io.jobledger.imports;

import java.nio.file.attribute.BasicFileAttributes;

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

    boolean isAs(ArchiveFile other) {
        return size == other.size && modifiedAt == other.modifiedAt;
    }
}
