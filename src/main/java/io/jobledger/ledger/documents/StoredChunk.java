package io.jobledger.ledger.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Unpacks a chunk that was read from the table. A large one, in several parts, is unpacked piece by piece: it may be of one
 * huge document, and memory has no room for copies.
 *
 * @param rawSize bytes when unpacked
 * @param parts in order, one at least
 */
public record StoredChunk(int codec, int rawSize, List<byte[]> parts) {
    /** The greatest number of bytes to unpack at once. */
    private static final int AT_ONCE = 4 << 20;

    /** Returns all documents of the chunk. */
    public List<Document> unpack() {
        return isLarge() ? stream(null) : unpackAtOnce();
    }

    private boolean isLarge() {
        return parts.size() > 1 || rawSize > AT_ONCE;
    }

    /** Returns the document at the path, or null if this chunk has none. */
    @Nullable
    public Document find(String path) {
        if (isLarge()) {
            return stream(path).stream().findFirst().orElse(null);
        }
        byte[] wanted = Chunk.bytes(path);
        ByteBuffer raw = path.isEmpty() ? Codec.unpackFirst(codec, parts.get(0), rawSize) : raw();
        while (raw.hasRemaining()) {
            int length = raw.getShort();
            int from = raw.position();
            boolean found = Arrays.equals(wanted, 0, wanted.length, raw.array(), from, from + length);
            raw.position(from + length);
            int status = raw.getShort();
            int size = raw.getInt();
            if (found) {
                return new Document(path, status, next(raw, size));
            }
            raw.position(raw.position() + size);
        }
        return null;
    }

    private List<Document> unpackAtOnce() {
        ByteBuffer raw = raw();
        List<Document> documents = new ArrayList<>();
        while (raw.hasRemaining()) {
            String path = new String(next(raw, raw.getShort()), UTF_8);
            int status = raw.getShort();
            documents.add(new Document(path, status, next(raw, raw.getInt())));
        }
        return documents;
    }

    /**
     * Returns the raw bytes, which are good until the thread's next call. Most chunks are unpacked into the same array,
     * as a new one costs as much.
     */
    private ByteBuffer raw() {
        return Codec.unpack(codec, parts.get(0), rawSize);
    }

    private static byte[] next(ByteBuffer raw, int length) {
        byte[] bytes = new byte[length];
        raw.get(bytes);
        return bytes;
    }

    /** @param wanted the path of the one document to return; null for all */
    private List<Document> stream(@Nullable String wanted) {
        List<Document> documents = new ArrayList<>();
        InputStream packed = new SequenceInputStream(Collections.enumeration(
                parts.stream().map(ByteArrayInputStream::new).toList()));
        try (DataInputStream raw = new DataInputStream(Codec.unpack(codec, packed))) {
            for (long left = rawSize; left > 0; ) {
                byte[] bytes = raw.readNBytes(raw.readUnsignedShort());
                String path = new String(bytes, UTF_8);
                int status = raw.readUnsignedShort();
                int size = raw.readInt();
                if (wanted == null || wanted.equals(path)) {
                    byte[] body = raw.readNBytes(size);
                    if (body.length < size) {
                        throw new EOFException("A chunk ends within the document " + path);
                    }
                    documents.add(new Document(path, status, body));
                    if (wanted != null) {
                        return documents;
                    }
                } else {
                    raw.skipNBytes(size);
                }
                left -= Chunk.OVERHEAD + bytes.length + (long) size;
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
