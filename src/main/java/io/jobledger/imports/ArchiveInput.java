package io.jobledger.imports;

import java.io.IOException;
import java.io.InputStream;

/** Opens the file of one archive, as often as it has to be read. The reader closes what it opens. */
public interface ArchiveInput {
    /** Returns the number of bytes that the file had when it was opened first. */
    long size() throws IOException;

    /**
     * Opens the file at its beginning.
     *
     * @throws IOException if it is no regular file, or cannot be read. A read throws it too, after the time limit.
     */
    default InputStream open() throws IOException {
        return open(0, Long.MAX_VALUE);
    }

    /**
     * Opens the file as {@link #open()} does, for a part of it.
     *
     * @param offset the bytes to leave out at the beginning
     * @param wanted the number of bytes that the reader is likely to read: not many more are read ahead
     * @throws IOException also if the file has changed since it was opened first
     */
    InputStream open(long offset, long wanted) throws IOException;
}
