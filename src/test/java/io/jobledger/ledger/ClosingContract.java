package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.checkpoint;
import static io.jobledger.ledger.Snapshots.document;
import static io.jobledger.ledger.Snapshots.full;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.savepoint;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs are sealed, lost and found again. */
abstract class ClosingContract {
    private final Store store;
    private final Ledger ledger;

    ClosingContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
    }

    @ParameterizedTest
    @EnumSource(Closure.class)
    void aSealedRunNeverChanges(Closure closure) {
        JobKey key = store.newJob();
        JobRun sealed = ledger.record(sealed(key).build());
        var before = store.rowCounts();

        JobRun after = ledger.record(open(key)
                .name("another")
                .state("FAILED")
                .closure(closure)
                .endTime(START + 99_999)
                .observedAt(START + 99_999)
                .checkpoints(List.of(checkpoint(1, "FAILED"), checkpoint(7, Checkpoint.COMPLETED)))
                .documents(List.of(document("", "another"), document("/new", "{}")))
                .samples(List.of(new MetricSample(START, "{}"), new MetricSample(START + 7_000, "{}")))
                .build());

        assertThat(after).isEqualTo(sealed);
        assertThat(ledger.run(sealed.id())).contains(sealed);
        assertThat(store.rowCounts()).isEqualTo(before);
        assertThat(ledger.checkpoints(sealed.id())).contains(checkpoint(1, Checkpoint.COMPLETED));
        assertThat(ledger.documents(sealed.id())).isEqualTo(sealed(key).build().documents());
        assertThat(ledger.samples(sealed.id())).isEqualTo(sealed(key).build().samples());
    }

    @Test
    void sealingKeepsFactsAndReplacesDocuments() {
        JobKey key = store.newJob();
        long run = ledger.record(full(open(key))
                        .checkpoints(List.of(checkpoint(1, Checkpoint.COMPLETED)))
                        .documents(List.of(document("/live-only", "{}"), document("", "live")))
                        .build())
                .id();

        ledger.record(sealed(key)
                .checkpoints(List.of(savepoint(9, "file:/sp/nine")))
                .documents(List.of(document("", "final")))
                .build());

        assertThat(ledger.checkpoints(run))
                .containsExactly(savepoint(9, "file:/sp/nine"), checkpoint(1, Checkpoint.COMPLETED));
        assertThat(ledger.documents(run)).containsExactly(document("", "final"));
    }

    @Test
    void sealingWithoutDocumentsKeepsThem() {
        JobKey key = store.newJob();
        long run = ledger.record(full(open(key)).build()).id();

        ledger.record(sealed(key).documents(List.of()).build());

        assertThat(ledger.documents(run)).isEqualTo(full(open(key)).build().documents());
    }

    @Test
    void sealingWinsEvenIfObservedEarlier() {
        JobKey key = store.newJob();
        ledger.record(open(key).observedAt(START + 99_999).build());

        JobRun run = ledger.record(sealed(key).build());

        assertThat(run.closure()).isEqualTo(Closure.SEALED);
        assertThat(run.state()).isEqualTo("FINISHED");
    }

    @Test
    void aLostRunIsReopenedAndSealed() {
        JobKey key = store.newJob();
        JobRun open = ledger.record(full(open(key)).build());

        JobRun lost = ledger.record(open(key)
                .state("SUSPENDED")
                .closure(Closure.LOST)
                .endTime(START + 2_000)
                .observedAt(START + 2_000)
                .build());
        assertThat(lost.id()).isEqualTo(open.id());
        assertThat(lost.endTime()).isEqualTo(START + 2_000);
        assertThat(ledger.openRuns("flink", key.cluster())).isEmpty();
        assertThat(ledger.checkpoints(lost.id())).hasSize(2);

        JobRun reopened = ledger.record(open(key).observedAt(START + 3_000).build());
        assertThat(reopened.closure()).isEqualTo(Closure.OPEN);
        assertThat(reopened.state()).isEqualTo("RUNNING");
        assertThat(reopened.endTime()).isNull();
        assertThat(ledger.openRuns("flink", key.cluster())).containsExactly(reopened);

        ledger.record(lost(key, START + 4_000));
        JobRun sealed = ledger.record(sealed(key).build());
        assertThat(sealed.closure()).isEqualTo(Closure.SEALED);
        assertThat(sealed.id()).isEqualTo(open.id());
        assertThat(sealed.run()).isEqualTo(1);
        assertThat(ledger.runs(key)).containsExactly(sealed);
    }

    @Test
    void whatWasObservedBeforeTheLossDoesNotReopen() {
        JobKey key = store.newJob();
        JobRun lost = ledger.record(lost(key, START + 4_000));

        assertThat(ledger.record(open(key).build())).isEqualTo(lost);
    }

    @Test
    void aClosedRunHasAnEnd() {
        JobKey key = store.newJob();
        for (Closure closure : List.of(Closure.SEALED, Closure.LOST)) {
            assertThatThrownBy(() -> open(key).closure(closure).build()).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anEndBeforeTheStartIsTakenForTheStart() {
        JobRun run = ledger.record(sealed(store.newJob()).endTime(START - 5).build());

        assertThat(run.endTime()).isEqualTo(START);
    }

    private static JobSnapshot lost(JobKey key, long at) {
        return open(key)
                .state("SUSPENDED")
                .closure(Closure.LOST)
                .endTime(at)
                .observedAt(at)
                .build();
    }
}
