package io.jobledger.imports;

import java.io.IOException;
import java.io.InputStream;

/** Opens the file of one archive, as often as it has to be read. The reader closes what it opens. */
public interface ArchiveInput {
    /** Bytes. Most archives are smaller, and need one call of the file system. */
    int PART = 256 * 1024;

    /** Returns the number of bytes that the file had when it was opened first. */
    long size() throws IOException;

    /**
     * Opens the file, and reads up to {@link #PART} bytes ahead.
     *
     * @param offset the bytes to leave out at the beginning
     * @throws IOException if it is no regular file, cannot be read, or has changed since it was opened first. A read
     *     throws it too, after the time limit.
     */
    InputStream open(long offset) throws IOException;
}
