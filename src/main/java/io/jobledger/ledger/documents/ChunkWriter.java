package io.jobledger.ledger.documents;

import io.jobledger.ledger.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Packs and writes the documents of a run chunk by chunk, so that memory need not hold all of them. */
final class ChunkWriter {
    /** The number of packed bytes to write at once. */
    private static final int AT_ONCE = 4 * Chunks.PART_BYTES;

    private final ChunkRows rows;
    private final long runId;
    private final List<ChunkRow> pending = new ArrayList<>();
    private long pendingBytes;

    ChunkWriter(ChunkRows rows, long runId) {
        this.rows = rows;
        this.runId = runId;
    }

    /** @param documents sorted by the bytes of their paths */
    void write(Iterable<Document> documents) {
        Chunk.group(documents, Chunk.TARGET_BYTES, group -> {
            if (group.size() == 1 && group.get(0).isLarge()) {
                stream(group.get(0));
            } else {
                Chunks.rows(runId, List.of(Chunk.of(group))).forEach(this::add);
            }
        });
        flush();
    }

    private void stream(Document document) {
        byte[] path = Chunk.bytes(document.path());
        int rawSize = Math.toIntExact(Chunk.size(document));
        try (Parts parts = new Parts(path, rawSize);
                OutputStream packed = Codec.pack(parts);
                InputStream body = document.content().open()) {
            packed.write(Chunk.head(document));
            long copied = body.transferTo(packed);
            if (copied != document.size()) {
                throw new IOException("The document " + document.path() + " has " + copied + " bytes, and not "
                        + document.size() + " any more");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(ChunkRow row) {
        pending.add(row);
        pendingBytes += row.data().length;
        if (pendingBytes >= AT_ONCE) {
            flush();
        }
    }

    private void flush() {
        if (!pending.isEmpty()) {
            rows.saveAll(List.copyOf(pending));
            pending.clear();
            pendingBytes = 0;
        }
    }

    /** Cuts the packed bytes of one chunk into its rows. */
    private final class Parts extends OutputStream {
        private final byte[] firstPath;
        private final int rawSize;
        private final byte[] part = new byte[Chunks.PART_BYTES];
        private int filled;
        private int number;

        Parts(byte[] firstPath, int rawSize) {
            this.firstPath = firstPath;
            this.rawSize = rawSize;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            for (int written = 0; written < length; ) {
                int some = Math.min(length - written, part.length - filled);
                System.arraycopy(bytes, from + written, part, filled, some);
                written += some;
                filled += some;
                if (filled == part.length) {
                    next();
                }
            }
        }

        @Override
        public void close() {
            if (filled > 0) {
                next();
            }
        }

        private void next() {
            add(new ChunkRow(
                    runId, firstPath, number++, Codec.ZSTD_WITH_DICTIONARY, rawSize, Arrays.copyOf(part, filled)));
            filled = 0;
        }
    }
}
