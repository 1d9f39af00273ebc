package io.jobledger.ledger.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Packs neighbouring documents of a run. Many small similar documents compress far better together. One can still be
 * read without unpacking the others' chunks.
 *
 * <p>The job's own document (path "") is read most often, and can be unpacked without the others of its chunk.
 *
 * <p>A packed chunk ({@link Codec}) has entries of path length (2 bytes), path, HTTP status (2 bytes), body length (4
 * bytes) and body. All numbers are big-endian.
 *
 * @param firstPath the path of the first document, in UTF-8
 * @param rawSize bytes when unpacked
 */
public record Chunk(byte[] firstPath, int codec, int rawSize, byte[] data) {
    /**
     * Chunks are closed before they grow beyond this. One bigger document makes a chunk of its own. Most finished jobs
     * of Flink fit into one chunk, and unpacking it takes about 0.1 ms.
     */
    static final int TARGET_BYTES = 128 * 1024;

    private static final int OVERHEAD = 2 + 2 + 4;

    /**
     * Packs documents into as few chunks as will do.
     *
     * @param documents sorted by the bytes of their paths
     */
    static List<Chunk> pack(Iterable<Document> documents) {
        return pack(documents, TARGET_BYTES);
    }

    /**
     * Packs the documents of one chunk that has grown. If it is too big now, they become several chunks of about the
     * same size. In full chunks, each added document would push another one out into a chunk of its own.
     *
     * @param documents sorted by the bytes of their paths
     */
    static List<Chunk> split(Collection<Document> documents) {
        long size = documents.stream().mapToLong(Chunk::size).sum();
        long chunks = (size + TARGET_BYTES - 1) / TARGET_BYTES;
        return pack(documents, size / chunks);
    }

    /** @param enough bytes from which on a chunk takes no more */
    private static List<Chunk> pack(Iterable<Document> documents, long enough) {
        List<Chunk> chunks = new ArrayList<>();
        List<Document> open = new ArrayList<>();
        long size = 0;
        for (Document document : documents) {
            long more = size(document);
            if (!open.isEmpty() && (size >= enough || size + more > TARGET_BYTES)) {
                chunks.add(pack(open, size));
                open.clear();
                size = 0;
            }
            open.add(document);
            size += more;
        }
        if (!open.isEmpty()) {
            chunks.add(pack(open, size));
        }
        return chunks;
    }

    private static long size(Document document) {
        return (long) OVERHEAD + bytes(document.path()).length + document.body().length;
    }

    private static Chunk pack(List<Document> documents, long size) {
        ByteBuffer raw = ByteBuffer.allocate(Math.toIntExact(size));
        for (Document document : documents) {
            byte[] path = bytes(document.path());
            raw.putShort((short) path.length).put(path);
            raw.putShort((short) document.status());
            raw.putInt(document.body().length).put(document.body());
        }
        byte[] firstPath = bytes(documents.get(0).path());
        int first = firstPath.length == 0 ? Math.toIntExact(size(documents.get(0))) : 0;
        return new Chunk(firstPath, Codec.ZSTD_WITH_DICTIONARY, raw.capacity(), Codec.pack(raw.array(), first));
    }

    /** Returns all documents of the chunk. */
    public List<Document> unpack() {
        ByteBuffer raw = raw();
        List<Document> documents = new ArrayList<>();
        while (raw.hasRemaining()) {
            String path = new String(next(raw, raw.getShort()), UTF_8);
            int status = raw.getShort();
            documents.add(new Document(path, status, next(raw, raw.getInt())));
        }
        return documents;
    }

    /** Returns the document at the path, or null if this chunk has none. */
    @Nullable
    public Document find(String path) {
        byte[] wanted = bytes(path);
        ByteBuffer raw = path.isEmpty() ? Codec.unpackFirst(codec, data, rawSize) : raw();
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

    /** Returns the bytes by which paths are ordered and found. */
    public static byte[] bytes(String path) {
        return path.getBytes(UTF_8);
    }

    /**
     * Returns the unpacked bytes, which are good until the thread's next call. Most chunks are unpacked into the same
     * array, as a new one costs as much.
     */
    private ByteBuffer raw() {
        return Codec.unpack(codec, data, rawSize);
    }

    private static byte[] next(ByteBuffer raw, int length) {
        byte[] bytes = new byte[length];
        raw.get(bytes);
        return bytes;
    }
}
