package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.attempt;
import static io.jobledger.ledger.Snapshots.checkpoint;
import static io.jobledger.ledger.Snapshots.document;
import static io.jobledger.ledger.Snapshots.exception;
import static io.jobledger.ledger.Snapshots.full;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.savepoint;
import static io.jobledger.ledger.Snapshots.sealed;
import static io.jobledger.ledger.Snapshots.vertex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Snapshots become runs and facts. */
abstract class RecordingContract {
    private final Store store;
    private final Ledger ledger;

    RecordingContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
    }

    @Test
    void whatIsRecordedIsGivenBack() {
        JobSnapshot snapshot = sealed(store.newJob()).build();

        JobRun run = ledger.record(snapshot);

        assertThat(run)
                .isEqualTo(new JobRun(
                        run.id(),
                        snapshot.key(),
                        1,
                        true,
                        "probe-stream",
                        "FINISHED",
                        Closure.SEALED,
                        START,
                        START + 8_539,
                        START + 9_000,
                        snapshot.summary()));
        assertThat(ledger.newestRun(snapshot.key())).contains(run);
        assertThat(ledger.run(run.id())).contains(run);
        assertThat(ledger.states(run.id())).isEqualTo(snapshot.states());
        assertThat(ledger.vertices(run.id())).isEqualTo(snapshot.vertices());
        assertThat(ledger.attempts(run.id())).isEqualTo(snapshot.attempts());
        assertThat(ledger.checkpoints(run.id())).containsExactlyInAnyOrderElementsOf(snapshot.checkpoints());
        assertThat(ledger.exceptions(run.id())).isEqualTo(snapshot.exceptions());
        assertThat(ledger.documents(run.id())).isEqualTo(snapshot.documents());
        assertThat(ledger.samples(run.id())).isEqualTo(snapshot.samples());
    }

    @TestFactory
    Stream<DynamicTest> recordingAgainChangesNothing() {
        return Stream.of(Closure.values())
                .map(closure -> DynamicTest.dynamicTest(closure.name(), () -> {
                    JobSnapshot snapshot =
                            sealed(store.newJob()).closure(closure).build();
                    JobRun first = ledger.record(snapshot);
                    var before = store.rowCounts();

                    JobRun second = ledger.record(snapshot);

                    assertThat(second).isEqualTo(first);
                    assertThat(store.rowCounts()).isEqualTo(before);
                    assertThat(before).allSatisfy((table, rows) -> {
                        if (!List.of("operations", "jars", "wanted_configs").contains(table)) {
                            assertThat(rows).as(table).isPositive();
                        }
                    });
                }));
    }

    @Test
    void anEmptyListSaysNothing() {
        JobKey key = store.newJob();
        JobRun run = ledger.record(full(open(key)).build());

        ledger.record(open(key).observedAt(START + 2_000).summary(null).build());

        JobSnapshot all = full(open(key)).build();
        assertThat(ledger.vertices(run.id())).isEqualTo(all.vertices());
        assertThat(ledger.checkpoints(run.id())).hasSize(2);
        assertThat(ledger.documents(run.id())).isEqualTo(all.documents());
        assertThat(ledger.samples(run.id())).isEqualTo(all.samples());
        assertThat(ledger.newestRun(key).orElseThrow().summary()).isEqualTo(all.summary());
    }

    @Test
    void factsAreMerged() {
        JobKey key = store.newJob();
        long run = ledger.record(full(open(key)).build()).id();
        Vertex finished = new Vertex("v2", 1, "Sink", 2, -1, "FINISHED", START + 60, START + 70);

        ledger.record(open(key)
                .observedAt(START + 2_000)
                .states(List.of(new StateChange("RUNNING", START + 50), new StateChange("RUNNING", START + 900)))
                .vertices(List.of(finished, vertex("v3", 2, "CREATED")))
                .attempts(List.of(attempt("v2", 0, 0, "FAILED"), attempt("v2", 0, 1, "RUNNING")))
                .checkpoints(List.of(checkpoint(1, "FAILED"), checkpoint(3, "IN_PROGRESS")))
                .exceptions(List.of(
                        exception(START + 100, "java.lang.Exception: one\n\tat A.b(A.java:1)"),
                        exception(START + 100, "java.lang.Exception: another")))
                .documents(List.of(document("", "{\"state\":\"RESTARTING\"}"), document("/plan", "{}")))
                .build());

        assertThat(ledger.states(run))
                .containsExactly(
                        new StateChange("CREATED", START),
                        new StateChange("RUNNING", START + 50),
                        new StateChange("RUNNING", START + 900));
        assertThat(ledger.vertices(run))
                .containsExactly(vertex("v1", 0, "RUNNING"), finished, vertex("v3", 2, "CREATED"));
        assertThat(ledger.attempts(run))
                .containsExactly(
                        attempt("v1", 0, 0, "RUNNING"), attempt("v2", 0, 0, "FAILED"), attempt("v2", 0, 1, "RUNNING"));
        assertThat(ledger.checkpoints(run))
                .containsExactly(
                        checkpoint(3, "IN_PROGRESS"), savepoint(2, "file:/sp/of/" + START), checkpoint(1, "FAILED"));
        assertThat(ledger.exceptions(run)).hasSize(2);
        assertThat(ledger.documents(run))
                .containsExactly(
                        document("", "{\"state\":\"RESTARTING\"}"),
                        document("/checkpoints", "{}"),
                        document("/plan", "{}"));
    }

    @Test
    void aFactSaidTwiceInOneSnapshotCountsAsSaidLast() {
        JobSnapshot snapshot = open(store.newJob())
                .vertices(List.of(vertex("v1", 0, "RUNNING"), vertex("v1", 0, "FINISHED")))
                .documents(List.of(document("/plan", "1"), document("/plan", "2")))
                .build();

        long run = ledger.record(snapshot).id();

        assertThat(ledger.vertices(run)).containsExactly(vertex("v1", 0, "FINISHED"));
        assertThat(ledger.documents(run)).containsExactly(document("/plan", "2"));
    }

    @Test
    void whatWasObservedEarlierOnlyAdds() {
        JobKey key = store.newJob();
        JobRun run = ledger.record(full(open(key)).build());

        JobRun after = ledger.record(open(key)
                .state("CREATED")
                .observedAt(START + 500)
                .vertices(List.of(vertex("v1", 0, "CREATED"), vertex("v9", 9, "CREATED")))
                .documents(List.of(document("", "old"), document("/plan", "{}")))
                .build());

        assertThat(after).isEqualTo(run);
        assertThat(ledger.vertices(run.id()))
                .containsExactly(vertex("v1", 0, "RUNNING"), vertex("v2", 1, "RUNNING"), vertex("v9", 9, "CREATED"));
        assertThat(ledger.documents(run.id()))
                .containsExactly(
                        document("", "{\"state\":\"RUNNING\"}"),
                        document("/checkpoints", "{}"),
                        document("/plan", "{}"));
    }

    @Test
    void textsTheDatabaseCannotTakeAreMadeToFit() {
        JobKey key = store.newJob();
        String name = "zero \0, half a pair \uD83D, a pair \uD83D\uDE80, and too long " + "x".repeat(5_000);

        long run = ledger.record(open(key)
                        .name(name)
                        .exceptions(List.of(exception(START, "bytes \0\0 " + "y".repeat(2_000_000))))
                        .build())
                .id();

        assertThat(ledger.run(run).orElseThrow().name())
                .hasSize(4096)
                .startsWith("zero \uFFFD, half a pair \uFFFD, a pair \uD83D\uDE80, and");
        assertThat(ledger.exceptions(run).get(0).text()).hasSize(262_144).startsWith("bytes \uFFFD\uFFFD y");
    }

    /** It is JSON: cut, it could not be parsed. */
    @Test
    void aSummaryIsKeptWholeOrNotAtAll() {
        JobKey key = store.newJob();
        String longest = "\"" + "é".repeat(1_048_574) + '"';

        ledger.record(open(key).summary(longest).build());
        assertThat(ledger.newestRun(key).orElseThrow().summary()).isEqualTo(longest);

        ledger.record(open(key).summary(longest + " ").build());
        assertThat(ledger.newestRun(key).orElseThrow().summary()).isNull();

        JobRun fresh = ledger.record(open(store.newJob()).summary(longest + " ").build());
        assertThat(fresh.summary()).isNull();
    }

    @Test
    void anotherStartTimeIsAnotherRun() {
        JobKey key = store.newJob();
        JobRun first = ledger.record(sealed(key).build());

        JobRun second = ledger.record(full(open(key)).startTime(START + 60_000).build());

        assertThat(second.run()).isEqualTo(2);
        assertThat(ledger.newestRun(key)).contains(second);
        assertThat(ledger.runs(key))
                .containsExactly(second, ledger.run(first.id()).orElseThrow());
        assertThat(ledger.runs(key)).extracting(JobRun::newest).containsExactly(true, false);
        assertThat(ledger.checkpoints(first.id())).hasSize(2);
        assertThat(ledger.document(key, "").run()).isEqualTo(second);
    }

    @Test
    void anOlderRunRecordedLateIsNotTheNewest() {
        JobKey key = store.newJob();
        JobRun newest = ledger.record(open(key).build());

        JobRun older = ledger.record(sealed(key).startTime(START - 60_000).build());
        JobRun oldest = ledger.record(sealed(key).startTime(START - 90_000).build());

        assertThat(older.run()).isEqualTo(2);
        assertThat(oldest.run()).isEqualTo(3);
        assertThat(ledger.newestRun(key)).contains(newest);
        assertThat(ledger.runs(key)).containsExactly(newest, older, oldest);
    }

    @Test
    void pipelinesHaveCheckpointsOfTheSameNumber() {
        JobKey key = store.newJob();
        long run = ledger.record(open(key)
                        .checkpoints(List.of(
                                checkpoint(1, 2, "IN_PROGRESS"),
                                checkpoint(2, 1, "FAILED"),
                                checkpoint(1, 1, "FAILED")))
                        .build())
                .id();

        ledger.record(open(key)
                .observedAt(START + 2_000)
                .checkpoints(List.of(checkpoint(1, 2, "COMPLETED"), checkpoint(2, 3, "FAILED")))
                .build());

        assertThat(ledger.checkpoints(run))
                .containsExactly(
                        checkpoint(2, 1, "FAILED"),
                        checkpoint(2, 3, "FAILED"),
                        checkpoint(1, 1, "FAILED"),
                        checkpoint(1, 2, "COMPLETED"));
        assertThatThrownBy(() -> checkpoint(1, -1, "FAILED")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void checkpointsThatTheEngineCountedAndDroppedAreMissing() {
        JobKey key = store.newJob();
        JobSnapshotBuilder snapshot =
                open(key).checkpoints(List.of(checkpoint(8, "COMPLETED"), checkpoint(9, "FAILED")));
        long run = store.ledger.record(snapshot.build()).id();
        assertThat(store.ledger.missingCheckpoints(run))
                .as("nothing was counted")
                .isZero();

        store.ledger.record(
                snapshot.checkpointsTotal(9L).observedAt(START + 2_000).build());
        assertThat(store.ledger.missingCheckpoints(run)).isEqualTo(7);

        // A JobManager that took over counts from 0; the numbers go on.
        store.ledger.record(open(key)
                .checkpoints(List.of(checkpoint(10, "COMPLETED")))
                .checkpointsTotal(1L)
                .observedAt(START + 3_000)
                .build());
        assertThat(store.ledger.missingCheckpoints(run)).isEqualTo(6);

        store.ledger.record(
                open(key).checkpointsTotal(3L).observedAt(START + 4_000).build());
        assertThat(store.ledger.missingCheckpoints(run)).isEqualTo(6);
        assertThat(store.ledger.missingCheckpoints(-1)).as("of an unknown run").isZero();
    }

    @Test
    void failedCheckpointsAreNotMissing() {
        JobKey key = store.newJob();
        JobSnapshotBuilder snapshot = open(key)
                .checkpoints(List.of(checkpoint(8, "COMPLETED"), checkpoint(9, "FAILED")))
                .checkpointsTotal(44L)
                .checkpointsFailed(43L);
        long run = ledger.record(snapshot.build()).id();
        assertThat(ledger.missingCheckpoints(run)).isZero();
        assertThat(ledger.failedCheckpoints(run)).isEqualTo(43);

        ledger.record(snapshot.checkpointsTotal(46L).observedAt(START + 2_000).build());
        assertThat(ledger.missingCheckpoints(run)).as("completed ones").isEqualTo(2);

        // A JobManager that took over counts from 0.
        ledger.record(open(key)
                .checkpointsTotal(1L)
                .checkpointsFailed(0L)
                .observedAt(START + 3_000)
                .build());
        assertThat(ledger.failedCheckpoints(run)).isEqualTo(43);
        assertThat(ledger.missingCheckpoints(run)).isEqualTo(2);
    }

    @Test
    void anEndIsNotTakenBack() {
        JobKey key = store.newJob();
        Document ended = document("", "{\"state\":\"FAILED\"}");
        JobRun told = ledger.record(open(key)
                .state("FAILED")
                .endTime(START + 500L)
                .documents(List.of(ended))
                .build());

        // Out of an engine's cache, which is older than the end.
        Document running = document("", "{\"state\":\"RUNNING\"}");
        Document config = document("/config", "{}");
        JobRun known = ledger.record(open(key)
                .observedAt(START + 2_000)
                .documents(List.of(running, config))
                .build());

        assertThat(known).isEqualTo(told);
        assertThat(ledger.newestRun(key)).contains(told);
        assertThat(ledger.document(told.id(), ""))
                .hasValueSatisfying(document -> assertThat(document.body()).isEqualTo(ended.body()));
        assertThat(ledger.document(told.id(), "/config")).isPresent();
    }
}
