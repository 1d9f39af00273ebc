package io.jobledger.imports;

import java.io.IOException;
import java.io.InputStream;

/** Opens the file of one archive, as often as it has to be read. */
public interface ArchiveInput {
    /**
     * Opens the file. The reader closes it.
     *
     * @param offset the bytes to leave out at the beginning
     * @throws IOException if it is no regular file, or cannot be read. A read throws it too, after the time limit.
     */
    InputStream open(long offset) throws IOException;
}
