package io.jobledger.ledger.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Document;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

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

    /** The bytes of a document beside its path and body. */
    static final int OVERHEAD = 2 + 2 + 4;

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
        group(documents, enough, group -> chunks.add(of(group)));
        return chunks;
    }

    /**
     * Divides documents into those of one chunk each.
     *
     * @param documents sorted by the bytes of their paths
     * @param enough bytes from which on a chunk takes no more
     * @param chunk takes the documents of a chunk; the list is used again for those of the next one
     */
    static void group(Iterable<Document> documents, long enough, Consumer<List<Document>> chunk) {
        List<Document> open = new ArrayList<>();
        long size = 0;
        for (Document document : documents) {
            long more = size(document);
            if (!open.isEmpty() && (size >= enough || size + more > TARGET_BYTES)) {
                chunk.accept(open);
                open.clear();
                size = 0;
            }
            open.add(document);
            size += more;
        }
        if (!open.isEmpty()) {
            chunk.accept(open);
        }
    }

    /** Returns the number of bytes that a document takes in a chunk. */
    static long size(Document document) {
        return (long) OVERHEAD + bytes(document.path()).length + document.size();
    }

    /** Returns all that stands before a document's body. */
    static byte[] head(Document document) {
        byte[] path = bytes(document.path());
        return ByteBuffer.allocate(OVERHEAD + path.length)
                .putShort((short) path.length)
                .put(path)
                .putShort((short) document.status())
                .putInt(Math.toIntExact(document.size()))
                .array();
    }

    /** Packs documents into one chunk. */
    static Chunk of(List<Document> documents) {
        long size = documents.stream().mapToLong(Chunk::size).sum();
        ByteBuffer raw = ByteBuffer.allocate(Math.toIntExact(size));
        documents.forEach(document -> raw.put(head(document)).put(document.body()));
        byte[] firstPath = bytes(documents.get(0).path());
        int first = firstPath.length == 0 ? Math.toIntExact(size(documents.get(0))) : 0;
        return new Chunk(firstPath, Codec.ZSTD_WITH_DICTIONARY, raw.capacity(), Codec.pack(raw.array(), first));
    }

    /** Returns all documents of the chunk. */
    public List<Document> unpack() {
        return stored().unpack();
    }

    /** Returns the chunk as it is read from the table. */
    StoredChunk stored() {
        return new StoredChunk(codec, rawSize, List.of(data));
    }

    /** Returns the bytes by which paths are ordered and found. */
    public static byte[] bytes(String path) {
        return path.getBytes(UTF_8);
    }
}
