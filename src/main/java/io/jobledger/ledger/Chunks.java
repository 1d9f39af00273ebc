package io.jobledger.ledger;

import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The documents of runs, in chunks sorted by path. */
@Singleton
final class Chunks {
    /** H2 takes 1,048,576 bytes in one value. */
    static final int PART_BYTES = 1_000_000;

    private static final Comparator<byte[]> BYTES = Arrays::compareUnsigned;
    private static final Comparator<String> PATHS = Comparator.comparing(Chunk::bytes, BYTES);

    private final ChunkRows rows;

    Chunks(ChunkRows rows) {
        this.rows = rows;
    }

    RecordedDocument find(JobKey key, String path) {
        List<ChunkRows.Found> found = rows.ofNewestRun(key.engine(), key.cluster(), key.jobId(), Chunk.bytes(path));
        if (found.isEmpty()) {
            return RecordedDocument.UNKNOWN_JOB;
        }
        ChunkRows.Found first = found.get(0);
        if (first.data() == null) {
            return new RecordedDocument(first.toRun(key), null);
        }
        byte[] data = join(found.stream().map(ChunkRows.Found::data).iterator());
        Chunk chunk = new Chunk(new byte[0], first.codec(), first.rawSize(), data);
        return new RecordedDocument(first.toRun(key), chunk.find(path));
    }

    Optional<Document> find(long runId, String path) {
        return chunks(rows.holding(runId, Chunk.bytes(path))).values().stream()
                .findFirst()
                .map(chunk -> chunk.find(path));
    }

    List<Document> all(long runId) {
        return unpack(chunks(rows.ofRun(runId)));
    }

    /** Writes documents of a run that has none yet. */
    void add(long runId, List<Document> documents) {
        rows.saveAll(rows(runId, Chunk.pack(merge(List.of(), documents, true).values())));
    }

    /** Writes documents of a run, keeping those at other paths. */
    void merge(long runId, List<Document> documents, boolean overwrite) {
        Map<byte[], Chunk> known = chunks(rows.ofRun(runId));
        write(runId, known, merge(unpack(known), documents, overwrite));
    }

    /** Writes documents of a run in place of all it has. */
    void replace(long runId, List<Document> documents) {
        write(runId, chunks(rows.ofRun(runId)), merge(List.of(), documents, true));
    }

    private static TreeMap<String, Document> merge(List<Document> known, List<Document> said, boolean overwrite) {
        TreeMap<String, Document> merged = new TreeMap<>(PATHS);
        known.forEach(document -> merged.put(document.path(), document));
        for (Document document : said) {
            if (overwrite) {
                merged.put(document.path(), document);
            } else {
                merged.putIfAbsent(document.path(), document);
            }
        }
        return merged;
    }

    /** Rewrites only the chunks that differ: of a long-running job's documents most stay as they are. */
    private void write(long runId, Map<byte[], Chunk> known, TreeMap<String, Document> documents) {
        List<Chunk> added = new ArrayList<>();
        Map<byte[], Chunk> gone = new TreeMap<>(BYTES);
        gone.putAll(known);
        for (Chunk chunk : Chunk.pack(documents.values())) {
            Chunk before = known.get(chunk.firstPath());
            if (before != null && before.sameAs(chunk)) {
                gone.remove(chunk.firstPath());
            } else {
                added.add(chunk);
            }
        }
        gone.keySet().forEach(firstPath -> rows.deleteChunk(runId, firstPath));
        if (!added.isEmpty()) {
            rows.saveAll(rows(runId, added));
        }
    }

    private static List<ChunkRow> rows(long runId, List<Chunk> chunks) {
        List<ChunkRow> rows = new ArrayList<>();
        for (Chunk chunk : chunks) {
            byte[] data = chunk.data();
            for (int part = 0, from = 0; from < data.length; part++, from += PART_BYTES) {
                byte[] piece = data.length <= PART_BYTES
                        ? data
                        : Arrays.copyOfRange(data, from, Math.min(data.length, from + PART_BYTES));
                rows.add(new ChunkRow(runId, chunk.firstPath(), part, chunk.codec(), chunk.rawSize(), piece));
            }
        }
        return rows;
    }

    /** Puts the parts together again: by first path, in order. */
    private static Map<byte[], Chunk> chunks(List<ChunkRow> rows) {
        Map<byte[], List<ChunkRow>> parts = new TreeMap<>(BYTES);
        rows.forEach(row -> parts.computeIfAbsent(row.firstPath(), path -> new ArrayList<>())
                .add(row));
        Map<byte[], Chunk> chunks = new TreeMap<>(BYTES);
        parts.forEach((path, pieces) -> {
            byte[] data = join(pieces.stream().map(ChunkRow::data).iterator());
            chunks.put(
                    path, new Chunk(path, pieces.get(0).codec(), pieces.get(0).rawSize(), data));
        });
        return chunks;
    }

    private static byte[] join(Iterator<byte[]> pieces) {
        byte[] first = pieces.next();
        if (!pieces.hasNext()) {
            return first;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        pieces.forEachRemaining(joined::writeBytes);
        return joined.toByteArray();
    }

    private static List<Document> unpack(Map<byte[], Chunk> chunks) {
        return chunks.values().stream()
                .flatMap(chunk -> chunk.unpack().stream())
                .toList();
    }
}
