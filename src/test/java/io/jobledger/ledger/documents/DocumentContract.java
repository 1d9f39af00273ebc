package io.jobledger.ledger.documents;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.archive;
import static io.jobledger.ledger.Snapshots.document;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.RecordedDocument;
import io.jobledger.ledger.Store;
import io.jobledger.ledger.runs.CountedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's own documents come back byte for byte, wherever the borders of chunks fall. */
public abstract class DocumentContract {
    private final Store store;
    private final Ledger ledger;

    protected DocumentContract(Store store) {
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
    void documentsOfSeveralJobsAreFoundAtOnce() {
        Map<String, RecordedDocument> recorded = new HashMap<>();
        List<String> asked = new ArrayList<>();
        JobKey first = store.newJob();
        for (int i = 0; i < 40; i++) {
            JobKey key = new JobKey(first.engine(), first.cluster(), "job-" + i);
            asked.add(key.jobId());
            // Of several parts, of one, none at the path, none at all, no such job.
            List<Document> documents = List.of(
                    document("", "{}"),
                    new Document(i % 5 == 2 ? "/y" : "/x", 200, noise(i, i % 5 == 0 ? 2_500_000 : 100)),
                    document("/z", "{}"));
            if (i % 5 < 4) {
                JobRun run = ledger.record(
                        open(key).documents(i % 5 == 3 ? List.of() : documents).build());
                recorded.put(key.jobId(), new RecordedDocument(run, i % 5 < 2 ? documents.get(1) : null));
            }
        }
        asked.add(asked.get(0));
        asked.add("x".repeat(5_000));

        assertThat(ledger.documents(first.engine(), first.cluster(), asked, "/x"))
                .isEqualTo(recorded);
        assertThat(ledger.documents(first.engine(), first.cluster(), List.of(), "/x"))
                .isEmpty();
        assertThat(ledger.documents(first.engine(), "no such cluster", asked, "/x"))
                .isEmpty();
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

    @Test
    void onlyTheChunksOfThePathsNamedAreRead() {
        JobKey key = store.newJob();
        Model model = new Model();
        for (int vertex = 0; vertex < 60; vertex++) {
            model.put(new Document("/v/" + (100 + vertex), 200, noise(vertex, 50_000)));
        }
        JobRun run = ledger.record(open(key).documents(model.documents()).build());
        assertThat(chunksOf(run)).isEqualTo(30);
        List<Document> three = List.of(
                new Document("/v/100", 200, noise(-1, 50_000)),
                new Document("/v/133", 200, noise(-2, 50_000)),
                document("/v/159/new", "{}"));

        CountedRows.Cost cost = store.counted.record(
                open(key).observedAt(START + 5_000).documents(three).build());

        // Of three chunks: the chunk, and where the next one begins, if there is one.
        assertThat(cost.read()).isEqualTo(5);
        assertThat(cost.written()).isEqualTo(6);
        three.forEach(model::put);
        assertThat(ledger.documents(run.id())).isEqualTo(model.documents());
        CountedRows.Cost again = store.counted.record(
                open(key).observedAt(START + 5_000).documents(three).build());
        assertThat(again.written()).isZero();
    }

    /** Whatever is merged in whatever order: what comes back is what a map would hold, in chunks neither big nor many. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void mergedAsInAMap(int seed) {
        Random random = new Random(seed);
        JobKey key = store.newJob();
        Model model = new Model();
        long observedAt = START + 1_000;
        JobRun run = ledger.record(open(key).build());
        for (int step = 0; step < 40; step++) {
            List<Document> said = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                said.add(randomDocument(random));
            }
            boolean late = random.nextInt(4) == 0;
            JobSnapshot snapshot = open(key)
                    .observedAt(late ? observedAt - 1 : ++observedAt)
                    .documents(said)
                    .build();

            ledger.record(snapshot);

            Model before = new Model(model);
            said.forEach(model::put);
            if (late) {
                before.documents().forEach(model::put);
            }
            assertThat(ledger.documents(run.id())).isEqualTo(model.documents());
            assertThat(store.counted.record(snapshot).written()).isZero();
            said.forEach(document ->
                    assertThat(ledger.document(run.id(), document.path())).contains(model.get(document.path())));
        }
        assertThat(store.query("SELECT raw_size FROM document_chunks WHERE part = 0 AND run_id = " + run.id()))
                .hasSizeLessThan(2 + model.bytes() * 5 / 2 / Chunk.TARGET_BYTES)
                .allSatisfy(size -> assertThat(Integer.parseInt(size)).isLessThanOrEqualTo(Chunk.TARGET_BYTES + 2_000));

        List<Document> last = List.of(randomDocument(random), document("", "final"));
        ledger.record(sealed(key).observedAt(observedAt).documents(last).build());

        Model sealed = new Model();
        last.forEach(sealed::put);
        assertThat(ledger.documents(run.id())).isEqualTo(sealed.documents());
    }

    /** As a checkpoint's documents come: one by one, all over the place. */
    @Test
    void documentsThatComeOneByOneDoNotCrumble() {
        JobKey key = store.newJob();
        List<Integer> order = new ArrayList<>(IntStream.range(0, 400).boxed().toList());
        Collections.shuffle(order, new Random(5));
        for (int number : order) {
            ledger.record(open(key)
                    .documents(List.of(new Document("/c/" + number, 200, noise(number, 4_000))))
                    .build());
        }

        JobRun run = ledger.newestRun(key).orElseThrow();
        assertThat(ledger.documents(run.id())).hasSize(400);
        assertThat(chunksOf(run)).isLessThan(2 * 400 * 4_000 / Chunk.TARGET_BYTES);
    }

    private static Document randomDocument(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            path.append('/')
                    .append("aAzé\uD83D\uDE80\uFFFD_-09"
                            .codePoints()
                            .skip(random.nextInt(10))
                            .limit(2)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append));
        }
        int length = random.nextInt(10) == 0 ? Chunk.TARGET_BYTES : random.nextInt(30_000);
        return new Document(path.toString(), 200 + random.nextInt(3), noise(random.nextInt(), length));
    }

    /** What the documents of a run are, without chunks. */
    private static final class Model {
        private final TreeMap<String, Document> byPath =
                new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));

        Model() {}

        Model(Model other) {
            byPath.putAll(other.byPath);
        }

        void put(Document document) {
            byPath.put(document.path(), document);
        }

        Document get(String path) {
            return byPath.get(path);
        }

        List<Document> documents() {
            return List.copyOf(byPath.values());
        }

        int bytes() {
            return byPath.values().stream()
                    .mapToInt(document -> document.body().length)
                    .sum();
        }
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
