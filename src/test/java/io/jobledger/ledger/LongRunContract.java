package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.attempt;
import static io.jobledger.ledger.Snapshots.checkpoint;
import static io.jobledger.ledger.Snapshots.exception;
import static io.jobledger.ledger.Snapshots.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.runs.CountedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a record costs depends on the snapshot, not on how long the run has gone on. */
abstract class LongRunContract {
    private static final int HISTORY = 3_000;

    private final Store store;
    private final Ledger ledger;

    LongRunContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
    }

    @Test
    void onlyTheCheckpointsNamedAreRead() {
        JobKey key = store.newJob();
        long run = ledger.record(open(key)
                        .checkpoints(checkpoints(1, HISTORY, Checkpoint.COMPLETED))
                        .build())
                .id();
        List<Checkpoint> named = new ArrayList<>(checkpoints(HISTORY - 8, HISTORY, "FAILED"));
        // The engine's latest savepoint, made long ago, beside its newest checkpoints.
        named.add(checkpoint(17, "FAILED"));
        named.add(checkpoint(HISTORY + 1, "IN_PROGRESS"));

        CountedRows.Cost cost = store.counted.record(
                open(key).observedAt(START + 2_000).checkpoints(named).build());

        assertThat(cost.read()).isEqualTo(10);
        assertThat(ledger.checkpoints(run)).hasSize(HISTORY + 1).containsAll(named);
        assertThat(ledger.checkpoints(run).stream().filter(c -> c.status().equals("FAILED")))
                .hasSize(10);
        assertThat(store.counted
                        .record(open(key)
                                .observedAt(START + 2_000)
                                .checkpoints(named)
                                .build())
                        .written())
                .isZero();
    }

    @Test
    void onlyTheAttemptsNamedAreRead() {
        JobKey key = store.newJob();
        List<Attempt> history = Stream.of("v1", "v2")
                .flatMap(vertex -> IntStream.range(0, HISTORY / 4)
                        .boxed()
                        .flatMap(number ->
                                Stream.of(attempt(vertex, 0, number, "FAILED"), attempt(vertex, 1, number, "FAILED"))))
                .toList();
        long run = ledger.record(open(key).attempts(history).build()).id();
        int last = HISTORY / 4 - 1;
        List<Attempt> named = List.of(
                attempt("v1", 0, last, "RUNNING"),
                attempt("v1", 1, last + 1, "RUNNING"),
                attempt("v2", 0, last, "RUNNING"),
                attempt("v2", 0, 3, "CANCELED"));

        CountedRows.Cost cost = store.counted.record(
                open(key).observedAt(START + 2_000).attempts(named).build());

        assertThat(cost.read()).isEqualTo(6);
        assertThat(ledger.attempts(run)).hasSize(HISTORY + 1).containsAll(named);
    }

    /** Of a job that fails and restarts for ever. */
    @Test
    void onlyStatesAndExceptionsNearTheTimesNamedAreRead() {
        JobKey key = store.newJob();
        List<StateChange> states = new ArrayList<>(List.of(new StateChange("CREATED", START)));
        List<JobException> exceptions = new ArrayList<>();
        for (int i = 1; i <= HISTORY; i++) {
            states.add(new StateChange("RUNNING", START + 10_000L * i));
            exceptions.add(exception(START + 10_000L * i, "java.lang.Exception: " + i));
        }
        long run = ledger.record(open(key).states(states).exceptions(exceptions).build())
                .id();
        long now = START + 10_000L * HISTORY;
        List<StateChange> saidStates =
                List.of(states.get(0), new StateChange("RESTARTING", now - 1), states.get(HISTORY));
        List<JobException> saidExceptions = List.of(
                exceptions.get(HISTORY - 2), exceptions.get(HISTORY - 1), exception(now, "java.lang.Exception: new"));

        CountedRows.Cost cost = store.counted.record(open(key)
                .observedAt(START + 2_000)
                .states(saidStates)
                .exceptions(saidExceptions)
                .build());

        // The one more: whether the run has been hit by such an exception before.
        assertThat(cost.read()).isEqualTo(5);
        assertThat(ledger.states(run)).hasSize(HISTORY + 2).containsAll(saidStates);
        assertThat(ledger.exceptions(run)).hasSize(HISTORY + 1).containsAll(saidExceptions);
    }

    @Test
    void noSampleIsRead() {
        JobKey key = store.newJob();
        List<MetricSample> history = IntStream.rangeClosed(0, HISTORY)
                .mapToObj(slot -> new MetricSample(START + 5_000L * slot, "{}"))
                .toList();
        ledger.record(open(key).samples(history).build());
        JobSnapshot next = open(key)
                .observedAt(START + 2_000)
                .samples(List.of(new MetricSample(START + 5_000L * (HISTORY + 8), "{}")))
                .build();

        CountedRows.Cost cost = store.counted.record(next);

        assertThat(cost.read()).as("the last slot").isEqualTo(1);
        assertThat(cost.written()).as("one added, others removed").isEqualTo(2);
    }

    private static List<Checkpoint> checkpoints(int from, int to, String status) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> checkpoint(id, status))
                .toList();
    }
}
