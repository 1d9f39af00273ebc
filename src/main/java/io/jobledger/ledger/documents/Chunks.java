package io.jobledger.ledger.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Document;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Stores the documents of runs in chunks sorted by path. */
@Singleton
public final class Chunks {
    /** The size of a part. H2 takes 1,048,576 bytes in one value. */
    static final int PART_BYTES = 1_000_000;

    private static final Comparator<byte[]> BYTES = Arrays::compareUnsigned;
    private static final Comparator<String> PATHS = Comparator.comparing(Chunk::bytes, BYTES);

    private final ChunkRows rows;

    public Chunks(ChunkRows rows) {
        this.rows = rows;
    }

    public Optional<Document> find(long runId, String path) {
        return chunks(rows.holding(runId, Chunk.bytes(path))).values().stream()
                .findFirst()
                .map(chunk -> chunk.find(path));
    }

    public List<Document> all(long runId) {
        return unpack(chunks(rows.ofRun(runId)));
    }

    /** Returns the documents of a run whose paths begin with this one. */
    public List<Document> below(long runId, String path) {
        byte[] begin = Chunk.bytes(path);
        // No path has this character.
        byte[] end = Chunk.bytes(path + Character.MAX_VALUE);
        return unpack(chunks(rows.between(runId, begin, end))).stream()
                .filter(document -> document.path().startsWith(path))
                .toList();
    }

    /** Packs documents into chunks. It needs no database. */
    public static List<Chunk> pack(List<Document> documents) {
        return Chunk.pack(sorted(documents).values());
    }

    /** Writes documents of a run that has none yet. */
    public void add(long runId, List<Document> documents) {
        new ChunkWriter(rows, runId).write(sorted(documents).values());
    }

    /** Writes documents of a run in place of all it has. */
    public void replace(long runId, List<Document> documents) {
        rows.deleteAll(runId);
        add(runId, documents);
    }

    /** Writes documents of a run, and keeps those at other paths. Touches only the chunks that the paths belong in. */
    public void merge(long runId, List<Document> documents, boolean overwrite) {
        NavigableMap<String, Document> said = sorted(documents);
        while (!said.isEmpty()) {
            Map<byte[], StoredChunk> home = home(runId, said.firstKey());
            NavigableMap<String, Document> here = home.keySet().stream()
                    .findFirst()
                    .flatMap(firstPath -> rows.after(runId, firstPath))
                    .map(next -> said.headMap(new String(next.firstPath(), UTF_8), false))
                    .orElse(said);
            rewrite(runId, home, here, overwrite);
            here.clear();
        }
    }

    /** Returns the chunk for the path: the last that begins before it, else the first, if there is one. */
    private Map<byte[], StoredChunk> home(long runId, String path) {
        byte[] bytes = Chunk.bytes(path);
        List<ChunkRow> home = rows.holding(runId, bytes);
        if (home.isEmpty()) {
            home = rows.after(runId, bytes)
                    .map(first -> rows.holding(runId, first.firstPath()))
                    .orElse(List.of());
        }
        return chunks(home);
    }

    /** Rewrites a chunk if its documents change. A chunk that has grown too big becomes several. */
    private void rewrite(long runId, Map<byte[], StoredChunk> home, Map<String, Document> said, boolean overwrite) {
        TreeMap<String, Document> merged = sorted(unpack(home));
        boolean changed = false;
        for (Document document : said.values()) {
            Document before = merged.get(document.path());
            if (before == null || overwrite && !before.equals(document)) {
                merged.put(document.path(), document);
                changed = true;
            }
        }
        if (changed) {
            home.keySet().forEach(firstPath -> rows.deleteChunk(runId, firstPath));
            rows.saveAll(rows(runId, Chunk.split(merged.values())));
        }
    }

    /** Sorts documents by path. Of two at one path it keeps the later one. */
    private static TreeMap<String, Document> sorted(List<Document> documents) {
        TreeMap<String, Document> sorted = new TreeMap<>(PATHS);
        documents.forEach(document -> sorted.put(document.path(), document));
        return sorted;
    }

    public static List<ChunkRow> rows(long runId, List<Chunk> chunks) {
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

    /** Returns the chunks that the rows are parts of, by first path, in order. */
    private static Map<byte[], StoredChunk> chunks(List<ChunkRow> rows) {
        Map<byte[], List<ChunkRow>> parts = new TreeMap<>(BYTES);
        rows.forEach(row -> parts.computeIfAbsent(row.firstPath(), path -> new ArrayList<>())
                .add(row));
        Map<byte[], StoredChunk> chunks = new TreeMap<>(BYTES);
        parts.forEach((path, pieces) -> {
            ChunkRow first = pieces.get(0);
            List<byte[]> data = pieces.stream().map(ChunkRow::data).toList();
            chunks.put(path, new StoredChunk(first.codec(), first.rawSize(), data));
        });
        return chunks;
    }

    private static List<Document> unpack(Map<byte[], StoredChunk> chunks) {
        return chunks.values().stream()
                .flatMap(chunk -> chunk.unpack().stream())
                .toList();
    }
}
