package io.jobledger.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Snapshots of made-up jobs. */
public final class Snapshots {
    public static final long START = 1_795_217_027_198L;

    private Snapshots() {}

    public static JobSnapshotBuilder open(JobKey key) {
        return JobSnapshot.builder(key)
                .name("probe-stream")
                .state("RUNNING")
                .startTime(START)
                .observedAt(START + 1_000)
                .summary("{\"jid\":\"" + key.jobId() + "\"}");
    }

    public static JobSnapshotBuilder sealed(JobKey key) {
        return full(open(key))
                .state("FINISHED")
                .closure(Closure.SEALED)
                .endTime(START + 8_539)
                .observedAt(START + 9_000);
    }

    /** With facts of every kind. */
    public static JobSnapshotBuilder full(JobSnapshotBuilder snapshot) {
        return snapshot.states(List.of(new StateChange("CREATED", START), new StateChange("RUNNING", START + 50)))
                .vertices(List.of(vertex("v1", 0, "RUNNING"), vertex("v2", 1, "RUNNING")))
                .attempts(List.of(attempt("v1", 0, 0, "RUNNING"), attempt("v2", 0, 0, "RUNNING")))
                .checkpoints(List.of(checkpoint(1, Checkpoint.COMPLETED), savepoint(2, "file:/sp/of/" + START)))
                .exceptions(List.of(exception(START + 100, "java.lang.Exception: one\n\tat A.b(A.java:1)")))
                .documents(List.of(document("", "{\"state\":\"RUNNING\"}"), document("/checkpoints", "{}")))
                .samples(List.of(new MetricSample(START + 900, "{\"SourceReceivedCount\":\"5\"}")));
    }

    public static Vertex vertex(String id, int ordinal, String status) {
        return new Vertex(id, ordinal, "Source: " + id, 2, 128, status, START + 60, null);
    }

    public static Attempt attempt(String vertex, int subtask, int attempt, String status) {
        return new Attempt(vertex, subtask, attempt, status, "worker-1", START + 60, null);
    }

    public static Checkpoint checkpoint(long id, String status) {
        return checkpoint(id, 0, status);
    }

    public static Checkpoint checkpoint(long id, int pipeline, String status) {
        return new Checkpoint(
                id,
                pipeline,
                status,
                "CHECKPOINT",
                START + id,
                START + id + 9,
                1584L,
                1584L,
                9L,
                8,
                8,
                null,
                false,
                null,
                null,
                false);
    }

    public static Checkpoint savepoint(long id, String path) {
        return new Checkpoint(
                id,
                0,
                Checkpoint.COMPLETED,
                "SAVEPOINT",
                START + id,
                START + id + 9,
                1584L,
                1584L,
                9L,
                8,
                8,
                path,
                false,
                null,
                null,
                true);
    }

    public static JobException exception(long time, String text) {
        return new JobException(time, "java.lang.Exception", text, "Source: v1 (1/2)", "worker-1:1234", "tm-1");
    }

    public static Document document(String path, String body) {
        return new Document(path, 200, body.getBytes(UTF_8));
    }

    /**
     * Documents as a finished Flink job has them, about 78 KB in all.
     *
     * @param seed makes jobs differ as real ones do: in ids, times and numbers
     */
    public static List<Document> archive(int seed) {
        List<Document> documents = new ArrayList<>();
        documents.add(document("", body(seed, 4_400)));
        documents.add(document("/config", body(seed + 1, 250)));
        documents.add(document("/checkpoints", body(seed + 2, 6_700)));
        for (int checkpoint = 0; checkpoint < 10; checkpoint++) {
            documents.add(document("/checkpoints/details/" + checkpoint, body(seed + 10 + checkpoint, 1_500)));
            documents.add(document(
                    "/checkpoints/details/" + checkpoint + "/subtasks/v1", body(seed + 30 + checkpoint, 1_900)));
        }
        for (int vertex = 0; vertex < 4; vertex++) {
            documents.add(document("/vertices/v" + vertex, body(seed + 50 + vertex, 2_600)));
            documents.add(document("/vertices/v" + vertex + "/subtasktimes", body(seed + 60 + vertex, 700)));
            documents.add(document("/vertices/v" + vertex + "/taskmanagers", body(seed + 70 + vertex, 2_000)));
            documents.add(document("/vertices/v" + vertex + "/subtasks/0/attempts/0", body(seed + 80 + vertex, 640)));
        }
        return documents;
    }

    private static String body(int seed, int length) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder("{");
        while (json.length() < length - 40) {
            json.append("\"numeric-metric-").append(json.length() % 23).append("\":");
            json.append(START + random.nextInt(10_000)).append(',');
        }
        return json.append("\"end\":true}").toString();
    }
}
