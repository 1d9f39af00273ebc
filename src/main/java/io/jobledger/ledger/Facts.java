package io.jobledger.ledger;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Merges the facts of snapshots into the rows of a run. */
@Singleton
final class Facts {
    private final StateRows states;
    private final VertexRows vertices;
    private final AttemptRows attempts;
    private final CheckpointRows checkpoints;
    private final ExceptionRows exceptions;
    private final SavepointRows savepoints;

    Facts(
            StateRows states,
            VertexRows vertices,
            AttemptRows attempts,
            CheckpointRows checkpoints,
            ExceptionRows exceptions,
            SavepointRows savepoints) {
        this.states = states;
        this.vertices = vertices;
        this.attempts = attempts;
        this.checkpoints = checkpoints;
        this.exceptions = exceptions;
        this.savepoints = savepoints;
    }

    /**
     * Writes what the snapshot says and the ledger does not.
     *
     * @param row the run, locked
     * @param fresh whether the run has just been made, so that there can be no facts yet
     * @param overwrite whether facts that are known may change
     */
    void merge(JobRow row, JobSnapshot snapshot, boolean fresh, boolean overwrite) {
        Target run = new Target(row.id(), fresh, overwrite);

        Changes<StateRow> entered =
                run.changes(snapshot.states(), StateRow::of, states::findByRunIdOrderByTime, Function.identity());
        write(entered.added(), states::saveAll);

        Changes<VertexRow> vertex = run.changes(
                snapshot.vertices(), VertexRow::of, vertices::findByRunIdOrderByOrdinal, VertexRow::vertexId);
        write(vertex.added(), vertices::saveAll);
        write(vertex.changed(), vertices::updateAll);

        Changes<AttemptRow> attempt =
                run.changes(snapshot.attempts(), AttemptRow::of, attempts::findByRunId, AttemptRow::number);
        write(attempt.added(), attempts::saveAll);
        write(attempt.changed(), attempts::updateAll);

        Changes<CheckpointRow> checkpoint = run.changes(
                snapshot.checkpoints(),
                CheckpointRow::of,
                checkpoints::findByRunIdOrderByCheckpointIdDesc,
                CheckpointRow::checkpointId);
        write(checkpoint.added(), checkpoints::saveAll);
        write(checkpoint.changed(), checkpoints::updateAll);
        checkpoint.added().forEach(written -> noteSavepoint(row, written));
        checkpoint.changed().forEach(written -> noteSavepoint(row, written));

        Changes<ExceptionRow> exception = run.changes(
                snapshot.exceptions(), ExceptionRow::of, exceptions::findByRunIdOrderByTimeDesc, ExceptionRow::mark);
        write(exception.added(), exceptions::saveAll);
    }

    private void noteSavepoint(JobRow run, CheckpointRow checkpoint) {
        if (checkpoint.makesSavepoint()) {
            savepoints.insertIfAbsent(
                    run.clusterId(),
                    checkpoint.externalPath(),
                    run.id(),
                    checkpoint.checkpointId(),
                    checkpoint.triggerTime());
        }
    }

    private static <R> void write(List<R> rows, Consumer<Iterable<R>> statement) {
        if (!rows.isEmpty()) {
            statement.accept(rows);
        }
    }

    private record Target(long runId, boolean fresh, boolean overwrite) {
        <F, R, K> Changes<R> changes(
                List<F> said, BiFunction<Long, F, R> toRow, LongFunction<List<R>> known, Function<R, K> key) {
            if (said.isEmpty()) {
                return new Changes<>(List.of(), List.of());
            }
            List<R> rows = said.stream().map(fact -> toRow.apply(runId, fact)).toList();
            return Changes.between(fresh ? List.of() : known.apply(runId), rows, key, overwrite);
        }
    }
}
