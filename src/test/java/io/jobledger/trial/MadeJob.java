package io.jobledger.trial;

import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.Vertex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A job that the trials make up, the same one for the same number. It is recorded in stages, and each stage says all that
 * the one before said, and more; so what is recorded must be exactly one of the stages.
 */
final class MadeJob {
    /** The last one seals the run. */
    static final int LAST_STAGE = 2;

    private static final long START = 1_795_217_027_198L;

    private final long number;
    private final JobKey key;

    MadeJob(long number) {
        this.number = number;
        this.key = new JobKey("flink", "local", String.format("%016x%016x", number * 0x9E3779B97F4A7C15L, number));
    }

    String jobId() {
        return key.jobId();
    }

    JobSnapshot at(int stage) {
        long start = START + number;
        boolean sealed = stage == LAST_STAGE;
        String status = sealed ? "FINISHED" : "RUNNING";
        List<StateChange> states =
                new ArrayList<>(List.of(new StateChange("CREATED", start), new StateChange("RUNNING", start + 50)));
        List<JobException> exceptions = new ArrayList<>();
        List<Checkpoint> checkpoints = new ArrayList<>();
        List<MetricSample> samples = new ArrayList<>();
        for (int i = 0; i <= stage; i++) {
            checkpoints.add(checkpoint(start, 2 * i + 1, false));
            checkpoints.add(checkpoint(start, 2 * i + 2, i == 1));
            exceptions.add(new JobException(
                    start + 100 + i,
                    "java.lang.IllegalStateException",
                    "java.lang.IllegalStateException: " + number + " at " + i + "\n\tat a.B.c(B.java:" + i + ")",
                    "Source: v0 (1/2)",
                    "worker-1:1234",
                    "tm-1"));
            samples.add(new MetricSample(start + 6_000L * i, "{\"numRecordsOut\":\"" + number + i + "\"}"));
        }
        if (sealed) {
            states.add(new StateChange("FINISHED", start + 20_000));
        }
        List<Vertex> vertices = new ArrayList<>();
        List<Attempt> attempts = new ArrayList<>();
        for (int v = 0; v < 2; v++) {
            Long end = sealed ? Long.valueOf(start + 19_000 + v) : null;
            vertices.add(new Vertex("v" + v, v, "Vertex " + v, 2, 128, status, start + 60, end));
            for (int subtask = 0; subtask < 2; subtask++) {
                attempts.add(new Attempt("v" + v, subtask, 0, status, "worker-1", start + 60, end));
            }
        }
        return JobSnapshot.builder(key)
                .name("made-" + number % 100)
                .state(status)
                .closure(sealed ? Closure.SEALED : Closure.OPEN)
                .startTime(start)
                .endTime(sealed ? start + 20_000 : null)
                .observedAt(start + 1_000 + 6_000L * stage)
                .summary("{\"jid\":\"" + key.jobId() + "\",\"state\":\"" + status + "\"}")
                .checkpointsTotal(2L * (stage + 1))
                .states(states)
                .vertices(vertices)
                .attempts(attempts)
                .checkpoints(checkpoints)
                .exceptions(exceptions)
                .documents(documents(stage))
                .samples(samples)
                .build();
    }

    private static Checkpoint checkpoint(long start, long id, boolean savepoint) {
        return new Checkpoint(
                id,
                0,
                Checkpoint.COMPLETED,
                savepoint ? "SAVEPOINT" : "CHECKPOINT",
                start + id,
                start + id + 9,
                1584L,
                1584L,
                9L,
                8,
                8,
                savepoint ? "file:/savepoints/" + start : null,
                false,
                null,
                null,
                savepoint);
    }

    /** An archive's documents, ever more of them, and the first ones changing. */
    private List<Document> documents(int stage) {
        List<Document> all = Archives.documents(key.jobId());
        List<Document> documents = new ArrayList<>();
        int count = all.size() * (stage + 1) / (LAST_STAGE + 1);
        for (Document document : all.subList(0, count)) {
            documents.add(
                    documents.size() < 3 ? new Document(document.path(), 200 + stage, document.body()) : document);
        }
        return documents;
    }

    /**
     * What is wrong with what is recorded.
     *
     * @param acknowledged the last stage that was acknowledged, -1 if none was: later ones may be recorded as well
     * @return empty if nothing is wrong
     */
    List<String> faults(Ledger ledger, int acknowledged) {
        List<JobRun> runs = ledger.runs(key);
        if (runs.isEmpty()) {
            return acknowledged < 0 ? List.of() : List.of("is not there, though stage " + acknowledged + " was");
        }
        if (runs.size() > 1) {
            return List.of("is there " + runs.size() + " times");
        }
        JobRun run = runs.get(0);
        List<String> faults = new ArrayList<>();
        for (int stage = Math.max(0, acknowledged); stage <= LAST_STAGE; stage++) {
            List<String> differences = differences(ledger, run, at(stage));
            if (differences.isEmpty()) {
                return List.of();
            }
            faults.add("differs from stage " + stage + " in " + differences);
        }
        return faults;
    }

    private static List<String> differences(Ledger ledger, JobRun run, JobSnapshot said) {
        List<String> differences = new ArrayList<>();
        compare(differences, "name", said.name(), run.name());
        compare(differences, "state", said.state(), run.state());
        compare(differences, "closure", said.closure(), run.closure());
        compare(differences, "start", said.startTime(), run.startTime());
        compare(differences, "end", said.endTime(), run.endTime());
        compare(differences, "observation", said.observedAt(), run.observedAt());
        compare(differences, "summary", said.summary(), run.summary());
        compare(differences, "states", said.states(), ledger.states(run.id()));
        compare(differences, "vertices", said.vertices(), ledger.vertices(run.id()));
        compare(differences, "attempts", said.attempts(), ledger.attempts(run.id()));
        compare(differences, "checkpoints", reversed(said.checkpoints()), ledger.checkpoints(run.id()));
        compare(differences, "missing checkpoints", 0L, ledger.missingCheckpoints(run.id()));
        compare(differences, "exceptions", reversed(said.exceptions()), ledger.exceptions(run.id()));
        compare(differences, "samples", said.samples(), ledger.samples(run.id()));
        compare(differences, "documents", sorted(said.documents()), sorted(ledger.documents(run.id())));
        return differences;
    }

    private static void compare(List<String> differences, String what, Object said, Object recorded) {
        if (!Objects.equals(said, recorded)) {
            differences.add(what);
        }
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    private static List<Document> sorted(List<Document> documents) {
        return documents.stream().sorted(Comparator.comparing(Document::path)).toList();
    }
}
