package io.jobledger.flink.archive;

import io.jobledger.imports.ArchiveInput;
import io.jobledger.ledger.Content;
import java.io.IOException;
import java.io.InputStream;

/**
 * Tells where a string lies in an archive, and decodes it each time that it is read.
 *
 * @param offset the place after its opening quote
 * @param size the number of decoded bytes
 */
record StringInFile(ArchiveInput file, long offset, long size) implements Content {
    private static final int SMALLEST_BUFFER = 8192;

    @Override
    public InputStream open() throws IOException {
        // The quotes of a document are escaped in the file, and so are its line ends.
        long wanted = size + size / 2;
        int buffer = (int) Math.min(JsonBytes.BUFFER, Math.max(SMALLEST_BUFFER, wanted));
        return new StringContent(new JsonBytes(file.open(offset, wanted), offset, buffer));
    }
}
