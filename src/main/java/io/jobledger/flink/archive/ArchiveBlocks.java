package io.jobledger.flink.archive;

import io.jobledger.imports.ArchiveInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads an archive block by block, from anywhere, and keeps the last blocks in memory. A huge archive has hundreds of
 * thousands of small documents, and opening the file for each of them would take most of the time.
 */
final class ArchiveBlocks {
    /** Bytes: as many as an opened file has read ahead. */
    private static final int BLOCK = ArchiveInput.PART;

    /** Documents are written in the order of their paths, in which number 10 comes between 1 and 2. */
    private static final int KEPT = 8;

    private final ArchiveInput file;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(2 * KEPT, 0.75f, true);

    ArchiveBlocks(ArchiveInput file) {
        this.file = file;
    }

    /** Returns the file's bytes from this place on. */
    InputStream open(long offset) {
        return new InputStream() {
            private long at = offset;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                byte[] block = block(at / BLOCK);
                int skipped = (int) (at % BLOCK);
                int some = Math.min(most, block.length - skipped);
                if (some <= 0) {
                    return most == 0 ? 0 : -1;
                }
                System.arraycopy(block, skipped, into, from, some);
                at += some;
                return some;
            }
        };
    }

    private synchronized byte[] block(long number) throws IOException {
        byte[] block = blocks.get(number);
        if (block == null) {
            try (InputStream in = file.open(number * BLOCK)) {
                block = in.readNBytes(BLOCK);
            }
            blocks.put(number, block);
            if (blocks.size() > KEPT) {
                blocks.remove(blocks.keySet().iterator().next());
            }
        }
        return block;
    }
}
