package io.jobledger.flink.archive;

import io.jobledger.ledger.Content;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Names an archive file as it was found. Its documents are read where they lie in it, as often as they are needed.
 *
 * @param size bytes
 */
record ArchiveSource(Path file, long size, FileTime modifiedAt) {
    private static final int BUFFER = 8192;

    static ArchiveSource of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new ArchiveSource(file, attributes.size(), attributes.lastModifiedTime());
    }

    /** @throws IOException if the file has changed */
    private InputStream open(long offset) throws IOException {
        FileInputStream in = new FileInputStream(file.toFile());
        try {
            if (!of(file).equals(this)) {
                throw new IOException("The file " + file.getFileName() + " has changed while it was read");
            }
            in.getChannel().position(offset);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Opens the whole file. */
    InputStream open() throws IOException {
        return open(0);
    }

    /**
     * Returns the content of a string in the file.
     *
     * @param offset the place after its opening quote
     * @param decoded bytes
     */
    Content string(long offset, long decoded) {
        return new InFile(this, offset, decoded);
    }

    private record InFile(ArchiveSource source, long offset, long size) implements Content {
        @Override
        public InputStream open() throws IOException {
            int buffer = (int) Math.min(JsonBytes.BUFFER, Math.max(BUFFER, size));
            return new StringContent(new JsonBytes(source.open(offset), offset, buffer));
        }
    }
}
