package io.jobledger.ledger.runs;

import static java.util.stream.Collectors.groupingBy;

import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.database.Database;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Merges the facts of snapshots into the rows of a run, reading only the rows that a snapshot can touch. */
@Singleton
final class Facts {
    // How many rows without news may be read to save a statement.
    private static final long CHECKPOINT_GAP = 50;
    private static final long ATTEMPT_GAP = 2;
    /** Milliseconds. A job that fails all the time has a few rows within. */
    private static final long TIME_GAP = 1_000;

    /** The number of rows to write at once: drivers hold the values of all rows of a batch. */
    private static final int AT_ONCE = 5_000;

    private final StateRows states;
    private final VertexRows vertices;
    private final AttemptRows attempts;
    private final CheckpointRows checkpoints;
    private final ExceptionRows exceptions;
    private final Database database;

    Facts(
            StateRows states,
            VertexRows vertices,
            AttemptRows attempts,
            CheckpointRows checkpoints,
            ExceptionRows exceptions,
            Database database) {
        this.states = states;
        this.vertices = vertices;
        this.attempts = attempts;
        this.checkpoints = checkpoints;
        this.exceptions = exceptions;
        this.database = database;
    }

    /**
     * Writes the facts of the snapshot that the ledger does not have.
     *
     * @param row the run, locked
     * @param fresh whether the run has just been made, so that there can be no facts yet
     * @param overwrite whether facts that are known may change
     * @param texts those of the snapshot's exceptions
     * @param tally is told of the exceptions that are new
     */
    void merge(
            JobRow row,
            JobSnapshot snapshot,
            boolean fresh,
            boolean overwrite,
            Map<String, ExceptionTexts.Entry> texts,
            CountDeltas tally) {
        Target run = new Target(row.id(), fresh, overwrite);

        RowDiff<StateRow> entered = run.changes(
                snapshot.states(),
                StateRow::of,
                said -> known(run, said, StateRow::time, TIME_GAP, states::findByRunIdAndTimeBetween),
                Function.identity());
        write(entered.added(), states::saveAll);

        // A snapshot names all vertices of the graph, or none.
        RowDiff<VertexRow> vertex = run.changes(
                snapshot.vertices(),
                VertexRow::of,
                said -> vertices.findByRunIdOrderByOrdinal(run.runId()),
                VertexRow::vertexId);
        write(vertex.added(), vertices::saveAll);
        write(vertex.changed(), vertices::updateAll);

        RowDiff<AttemptRow> attempt =
                run.changes(snapshot.attempts(), AttemptRow::of, said -> knownAttempts(run, said), AttemptRow::number);
        write(attempt.added(), attempts::saveAll);
        write(attempt.changed(), attempts::updateAll);

        RowDiff<CheckpointRow> checkpoint = run.changes(
                snapshot.checkpoints(),
                CheckpointRow::of,
                said -> known(
                        run,
                        said,
                        CheckpointRow::checkpointId,
                        CHECKPOINT_GAP,
                        checkpoints::findByRunIdAndCheckpointIdBetween),
                CheckpointRow::number);
        write(checkpoint.added(), checkpoints::saveAll);
        write(checkpoint.changed(), checkpoints::updateAll);
        checkpoint.added().forEach(written -> noteSavepoint(row, written));
        checkpoint.changed().forEach(written -> noteSavepoint(row, written));

        RowDiff<ExceptionRow> exception = run.changes(
                snapshot.exceptions(),
                (runId, said) -> ExceptionRow.of(runId, said, texts.get(said.text())),
                said -> known(run, said, ExceptionRow::time, TIME_GAP, exceptions::findByRunIdAndTimeBetween),
                ExceptionRow::mark);
        count(run, row.clusterId(), exception.added(), tally);
        write(exception.added(), exceptions::saveAll);
    }

    /** Counts exceptions before they are written: the rows that are there tell whether the group has hit the run. */
    private void count(Target run, int clusterId, List<ExceptionRow> added, CountDeltas tally) {
        added.stream().collect(groupingBy(ExceptionRow::groupId)).forEach((groupId, ofGroup) -> {
            boolean first = run.fresh() || !exceptions.hit(run.runId(), groupId);
            LongSummaryStatistics times =
                    ofGroup.stream().mapToLong(ExceptionRow::time).summaryStatistics();
            tally.exceptions(groupId, clusterId, ofGroup.size(), first ? 1 : 0, times.getMin(), times.getMax());
        });
    }

    private interface Query<R> {
        List<R> between(long runId, long from, long to);
    }

    private static <R> List<R> known(Target run, List<R> said, ToLongFunction<R> key, long gap, Query<R> query) {
        List<R> known = new ArrayList<>();
        for (Range range : Range.covering(said.stream().mapToLong(key), gap)) {
            known.addAll(query.between(run.runId(), range.from(), range.to()));
        }
        return known;
    }

    private List<AttemptRow> knownAttempts(Target run, List<AttemptRow> said) {
        Map<String, List<AttemptRow>> byVertex = said.stream().collect(groupingBy(AttemptRow::vertexId));
        List<AttemptRow> known = new ArrayList<>();
        byVertex.forEach((vertexId, ofVertex) -> known.addAll(known(
                run,
                ofVertex,
                AttemptRow::attempt,
                ATTEMPT_GAP,
                (runId, from, to) -> attempts.findByRunIdAndVertexIdAndAttemptBetween(
                        runId, vertexId, Math.toIntExact(from), Math.toIntExact(to)))));
        return known;
    }

    private void noteSavepoint(JobRow run, CheckpointRow checkpoint) {
        if (checkpoint.makesSavepoint()) {
            // A path is used once; should it be used again, the first savepoint keeps it.
            database.insertIfAbsent(List.of(checkpoint.toSavepoint(run.clusterId())));
        }
    }

    private static <R> void write(List<R> rows, Consumer<Iterable<R>> statement) {
        for (int from = 0; from < rows.size(); from += AT_ONCE) {
            statement.accept(rows.subList(from, Math.min(rows.size(), from + AT_ONCE)));
        }
    }

    private record Target(long runId, boolean fresh, boolean overwrite) {
        <F, R, K> RowDiff<R> changes(
                List<F> said, BiFunction<Long, F, R> toRow, Function<List<R>, List<R>> known, Function<R, K> key) {
            if (said.isEmpty()) {
                return new RowDiff<>(List.of(), List.of());
            }
            List<R> rows = said.stream().map(fact -> toRow.apply(runId, fact)).toList();
            return RowDiff.between(fresh ? List.of() : known.apply(rows), rows, key, overwrite);
        }
    }
}
