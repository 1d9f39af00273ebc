package io.jobledger.flink.archive;

import io.jobledger.ledger.Content;
import java.io.IOException;
import java.io.InputStream;

/**
 * Tells where a string lies in an archive, and decodes it each time that it is read.
 *
 * @param offset the place after its opening quote
 * @param size the number of decoded bytes
 */
record StringInFile(ArchiveBlocks file, long offset, long size) implements Content {
    private static final int SMALLEST_BUFFER = 256;

    @Override
    public InputStream open() throws IOException {
        int buffer = (int) Math.min(JsonBytes.BUFFER, Math.max(SMALLEST_BUFFER, size + size / 2));
        return new StringContent(new JsonBytes(file.open(offset), offset, buffer));
    }
}
