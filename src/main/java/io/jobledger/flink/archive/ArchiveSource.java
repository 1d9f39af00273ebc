package io.jobledger.flink.archive;

import io.jobledger.imports.ArchiveInput;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Opens an archive of an engine that this service follows, as it was found. A remote engine's directory may be a network
 * mount. Reads have no time limit: while one hangs, the recorder of that cluster waits, and no other.
 *
 * @param size bytes
 */
record ArchiveSource(Path file, long size, FileTime modifiedAt) implements ArchiveInput {
    static ArchiveSource of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("it is no regular file");
        }
        return new ArchiveSource(file, attributes.size(), attributes.lastModifiedTime());
    }

    @Override
    public InputStream open(long offset) throws IOException {
        FileInputStream in = new FileInputStream(file.toFile());
        try {
            if (!of(file).equals(this)) {
                throw new IOException("it has changed while it was read");
            }
            in.getChannel().position(offset);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }
}
