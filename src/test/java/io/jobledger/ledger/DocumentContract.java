package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.archive;
import static io.jobledger.ledger.Snapshots.document;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The engine's own documents come back byte for byte, wherever the borders of chunks fall. */
abstract class DocumentContract {
    private final Store store;
    private final Ledger ledger;

    DocumentContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
    }

    @Test
    void everyDocumentIsFound() {
        List<Document> documents = new ArrayList<>(twoChunksOf(1));
        Collections.shuffle(documents, new Random(1));
        JobKey key = store.newJob();

        JobRun run = ledger.record(sealed(key).documents(documents).build());

        assertThat(chunksOf(run)).isEqualTo(2);
        for (Document document : documents) {
            assertThat(ledger.document(key, document.path())).isEqualTo(new RecordedDocument(run, document));
            assertThat(ledger.document(run.id(), document.path())).contains(document);
        }
        assertThat(ledger.documents(run.id())).containsExactlyInAnyOrderElementsOf(documents);
    }

    @Test
    void anAbsentPathIsNotAnUnknownJob() {
        JobKey key = store.newJob();
        JobRun run = ledger.record(sealed(key)
                .documents(List.of(document("/m", "1"), document("/p", "2")))
                .build());

        for (String path : List.of("", "/a", "/m/n", "/n", "/z", "/m\0", "x".repeat(5_000))) {
            assertThat(ledger.document(key, path)).as(path).isEqualTo(new RecordedDocument(run, null));
            assertThat(ledger.document(run.id(), path)).as(path).isEmpty();
        }
        RecordedDocument unknown = ledger.document(store.newJob(), "/m");
        assertThat(unknown.unknownJob()).isTrue();
        assertThat(unknown.document()).isNull();
        assertThat(ledger.document(-1, "/m")).isEmpty();
    }

    @Test
    void aRunWithoutDocumentsIsKnown() {
        JobKey key = store.newJob();
        JobRun run = ledger.record(open(key).build());

        assertThat(ledger.document(key, "")).isEqualTo(new RecordedDocument(run, null));
        assertThat(ledger.documents(run.id())).isEmpty();
    }

    /** As upper case, punctuation and non-ASCII letters are ordered differently by the collations of databases. */
    @Test
    void pathsAreOrderedByTheirBytes() {
        List<Document> documents = new ArrayList<>();
        for (String path :
                List.of("", "/", "/A", "/B", "/_", "/a", "/a/", "/a-b", "/aa", "/z", "/é", "/\uD83D\uDE80")) {
            documents.add(new Document(path, 200, noise(path.hashCode(), 60_000)));
        }
        List<Document> shuffled = new ArrayList<>(documents);
        Collections.shuffle(shuffled, new Random(7));
        documents.sort((a, b) ->
                Arrays.compareUnsigned(a.path().getBytes(UTF_8), b.path().getBytes(UTF_8)));
        JobKey key = store.newJob();

        JobRun run = ledger.record(sealed(key).documents(shuffled).build());

        assertThat(chunksOf(run)).isEqualTo(6);
        assertThat(ledger.documents(run.id())).isEqualTo(documents);
        documents.forEach(document ->
                assertThat(ledger.document(key, document.path()).document()).isEqualTo(document));
    }

    @Test
    void bigAndEmptyBodiesAndEveryStatus() {
        List<Document> documents = List.of(
                new Document("", 200, new byte[0]),
                new Document("/a", 404, noise(1, Chunk.TARGET_BYTES - 20)),
                new Document("/b", 500, noise(2, Chunk.TARGET_BYTES)),
                new Document("/c", 100, noise(3, 3 * Chunks.PART_BYTES)),
                new Document("/d", 599, new byte[] {0, -1, 127, -128}));
        JobKey key = store.newJob();

        JobRun run = ledger.record(open(key).documents(documents).build());

        assertThat(ledger.documents(run.id())).isEqualTo(documents);
        documents.forEach(document ->
                assertThat(ledger.document(key, document.path()).document()).isEqualTo(document));
        assertThat(ledger.document(run.id(), "/c")).contains(documents.get(3));
        assertThat(store.query("SELECT COUNT(*) FROM document_chunks WHERE part > 0 AND run_id = " + run.id()))
                .containsExactly("3");

        ledger.record(open(key).documents(List.of(document("/c", "small"))).build());

        assertThat(ledger.document(key, "/c").document()).isEqualTo(document("/c", "small"));
        assertThat(ledger.documents(run.id())).hasSize(documents.size());
    }

    @Test
    void onlyChunksThatDifferAreRewritten() {
        JobKey key = store.newJob();
        List<Document> documents = twoChunksOf(3);
        JobRun run = ledger.record(open(key).documents(documents).build());
        List<String> before = firstPaths(run);
        assertThat(before).hasSize(2);
        Document last = document("/zz", "{}");

        ledger.record(
                open(key).observedAt(START + 5_000).documents(List.of(last)).build());

        assertThat(firstPaths(run)).isEqualTo(before);
        assertThat(ledger.documents(run.id())).hasSize(documents.size() + 1).contains(last);
    }

    private static List<Document> twoChunksOf(int seed) {
        List<Document> documents = new ArrayList<>(archive(seed));
        archive(seed + 1)
                .forEach(document ->
                        documents.add(new Document("/z" + document.path(), 200 + documents.size(), document.body())));
        return documents;
    }

    private long chunksOf(JobRun run) {
        return firstPaths(run).stream().distinct().count();
    }

    private List<String> firstPaths(JobRun run) {
        return store.query(
                "SELECT first_path FROM document_chunks WHERE run_id = " + run.id() + " ORDER BY first_path");
    }

    private static byte[] noise(int seed, int length) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        return noise;
    }
}
