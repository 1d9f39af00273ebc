package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.checkpoint;
import static io.jobledger.ledger.Snapshots.exception;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.savepoint;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.search.CataloguedSavepoint;
import io.jobledger.ledger.search.ExceptionGroup;
import io.jobledger.ledger.search.ExceptionQuery;
import io.jobledger.ledger.search.OperationQuery;
import io.jobledger.ledger.search.SavepointQuery;
import io.jobledger.ledger.search.TimeRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Exceptions over all jobs, what is recorded of one run, operations and savepoints: page by page. */
abstract class SearchContract {
    private static final String TRACE = "java.lang.Exception: one\n"
            + "\tat A.b(A.java:1)\n"
            + "Caused by: java.io.IOException: disk 7 of '/data/7' is FULL\n"
            + "\tat C.d(C.java:2)";

    private final Store store;

    SearchContract(Store store) {
        this.store = store;
    }

    @Test
    void exceptionsOfOneRootCauseAreAGroup() {
        String cluster = store.unique("cluster-");
        fail(cluster, "a", START + 10, TRACE);
        fail(cluster, "a", START + 20, TRACE.replace("one", "two").replace('7', '8'));
        fail(cluster, "b", START + 5, TRACE.replace("one", "three"));
        fail(cluster, "b", START + 5, TRACE.replace("one", "three"));
        fail(cluster, "c", START + 30, "a.OtherException");
        fail(store.unique("cluster-"), "a", START + 99, TRACE);

        List<ExceptionGroup> groups = groups(null, cluster, TimeRange.ALL);

        assertThat(groups)
                .extracting(ExceptionGroup::rootCause)
                .containsExactly("a.OtherException", "java.io.IOException");
        ExceptionGroup disk = groups.get(1);
        assertThat(disk)
                .isEqualTo(new ExceptionGroup(
                        disk.id(),
                        "java.io.IOException",
                        "disk 7 of '/data/7' is FULL",
                        TRACE,
                        3,
                        2,
                        START + 5,
                        START + 20));
        assertThat(groups("IS full", cluster, TimeRange.ALL)).containsExactly(disk);
        assertThat(groups("is_full", cluster, TimeRange.ALL)).isEmpty();
        assertThat(groups("zero\0", cluster, TimeRange.ALL)).isEmpty();
        assertThat(groups(null, cluster, new TimeRange(START + 21, null))).containsExactly(groups.get(0));
        assertThat(groups(null, cluster, new TimeRange(null, START + 6))).containsExactly(disk);
        assertThat(groups(null, store.unique("cluster-"), TimeRange.ALL)).isEmpty();
    }

    @Test
    void deletedRunsAreNotCounted() throws SQLException {
        String cluster = store.unique("cluster-");
        long a = fail(cluster, "a", START + 10, TRACE);
        long b = fail(cluster, "b", START + 20, TRACE);
        fail(cluster, "b", START + 30, TRACE);

        store.forget(b);

        assertThat(groups(null, cluster, TimeRange.ALL)).singleElement().satisfies(group -> {
            assertThat(group.exceptions()).isEqualTo(1);
            assertThat(group.jobs()).isEqualTo(1);
        });

        store.forget(a, b);

        assertThat(groups(null, cluster, TimeRange.ALL)).isEmpty();
    }

    private long fail(String cluster, String job, long time, String text) {
        return store.ledger
                .record(open(new JobKey("flink", cluster, job))
                        .exceptions(List.of(exception(time, text)))
                        .build())
                .id();
    }

    private List<ExceptionGroup> groups(String text, String cluster, TimeRange seen) {
        ExceptionQuery query = new ExceptionQuery(text, List.of("flink"), List.of(cluster), seen);
        return all(page -> store.exceptions.groups(query, page));
    }

    @Test
    void allThatIsRecordedOfARun() {
        JobKey key = store.newJob();
        List<StateChange> states = new ArrayList<>();
        List<Checkpoint> checkpoints = new ArrayList<>();
        List<JobException> exceptions = new ArrayList<>();
        List<MetricSample> samples = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            states.add(new StateChange("RUNNING", START + i / 2));
            states.add(new StateChange("RESTARTING", START + i / 2));
            checkpoints.add(checkpoint(i / 3, i % 3 + 1, i % 2 == 0 ? Checkpoint.COMPLETED : "FAILED"));
            exceptions.add(exception(START + i / 3, "java.lang.Exception: " + i));
            samples.add(new MetricSample(START + i * 5_000L, "{}"));
        }
        checkpoints.add(savepoint(9, "file:/sp/" + key.cluster()));
        long run = store.ledger
                .record(open(key)
                        .states(states)
                        .checkpoints(checkpoints)
                        .exceptions(exceptions)
                        .samples(samples)
                        .build())
                .id();

        assertThat(all(page -> store.history.states(run, page))).containsExactlyElementsOf(sortedStates(states));
        assertThat(all(page -> store.history.samples(run, page))).containsExactlyElementsOf(samples);
        assertThat(all(page -> store.history.exceptions(run, page)))
                .containsExactlyElementsOf(store.ledger.exceptions(run))
                .hasSize(7);
        List<Checkpoint> recorded = store.ledger.checkpoints(run);
        assertThat(all(page -> store.history.checkpoints(run, null, null, page)))
                .containsExactlyElementsOf(recorded)
                .hasSize(8);
        assertThat(all(page -> store.history.checkpoints(run, "FAILED", null, page)))
                .containsExactlyElementsOf(recorded.stream()
                        .filter(checkpoint -> checkpoint.status().equals("FAILED"))
                        .toList());
        assertThat(all(page -> store.history.checkpoints(run, null, "SAVEPOINT", page)))
                .singleElement()
                .satisfies(savepoint -> assertThat(savepoint.checkpointId()).isEqualTo(9));
        assertThat(all(page -> store.history.checkpoints(run, "zero\0", null, page)))
                .isEmpty();
        assertThat(all(page -> store.history.states(-1, page))).isEmpty();
    }

    private static List<StateChange> sortedStates(List<StateChange> states) {
        return states.stream()
                .distinct()
                .sorted(Comparator.comparingLong(StateChange::time).thenComparing(StateChange::state))
                .toList();
    }

    @Test
    void allRunsOfAJob() {
        JobKey key = store.newJob();
        for (int i = 0; i < 5; i++) {
            store.ledger.record(sealed(key).startTime(START + i).build());
        }
        store.ledger.record(sealed(store.newJob()).build());

        assertThat(all(page -> store.history.runs(key, page)))
                .containsExactlyElementsOf(store.ledger.runs(key))
                .hasSize(5);
        assertThat(all(page -> store.history.runs(store.newJob(), page))).isEmpty();
    }

    @Test
    void operationsOfAllClusters() {
        String cluster = store.unique("cluster-");
        List<Operation> asked = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            asked.add(
                    0,
                    store.operations.begin(new NewOperation(
                            "flink",
                            cluster,
                            i % 2 == 0 ? "a" : null,
                            OperationKind.CANCEL,
                            null,
                            START + i / 3,
                            "me",
                            "PATCH")));
        }

        assertThat(operations(cluster, null, TimeRange.ALL)).containsExactlyElementsOf(asked);
        assertThat(operations(cluster, "a", TimeRange.ALL))
                .hasSize(4)
                .allSatisfy(a -> assertThat(a.jobId()).isEqualTo("a"));
        assertThat(operations(cluster, null, new TimeRange(START + 1, START + 2)))
                .hasSize(3);
        assertThat(operations(store.unique("cluster-"), null, TimeRange.ALL)).isEmpty();
    }

    private List<Operation> operations(String cluster, String jobId, TimeRange requested) {
        OperationQuery query = new OperationQuery(
                List.of("flink"),
                List.of(cluster),
                jobId,
                List.of(OperationKind.CANCEL),
                List.of(OperationStatus.IN_PROGRESS),
                requested);
        return all(page -> store.catalogue.operations(query, page));
    }

    @Test
    void savepointsOfAllRuns() throws SQLException {
        JobKey key = store.newJob();
        JobRun run = store.ledger.record(open(key)
                .checkpoints(List.of(
                        savepoint(1, "file:/sp/1"),
                        savepoint(2, "file:/sp/2"),
                        savepoint(3, "file:/sp/3"),
                        savepoint(4, "file:/sp/4")))
                .build());
        store.savepoints.markDisposed("flink", key.cluster(), "file:/sp/2", 100);

        assertThat(savepoints(key, key.jobId(), null))
                .extracting(found -> found.savepoint().checkpointId())
                .containsExactly(4L, 3L, 2L, 1L);
        assertThat(savepoints(key, null, true)).singleElement().satisfies(found -> {
            assertThat(found.savepoint().disposedAt()).isEqualTo(100);
            assertThat(found.run()).isEqualTo(run);
        });
        assertThat(savepoints(key, null, false)).hasSize(3);

        store.execute("DELETE FROM jobs WHERE id = " + run.id());

        assertThat(savepoints(key, null, null))
                .hasSize(4)
                .allSatisfy(found -> assertThat(found.run()).isNull());
        assertThat(savepoints(key, key.jobId(), null)).isEmpty();
    }

    private List<CataloguedSavepoint> savepoints(JobKey key, String jobId, Boolean disposed) {
        SavepointQuery query = new SavepointQuery(
                List.of(key.engine()), List.of(key.cluster()), jobId, disposed, new TimeRange(START, START + 9));
        return all(page -> store.catalogue.savepoints(query, page));
    }

    private static <T> List<T> all(Function<PageRequest, Page<T>> pages) {
        List<T> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<T> page = pages.apply(new PageRequest(2, cursor));
            all.addAll(page.items());
            cursor = page.cursor();
        } while (cursor != null);
        return all;
    }
}
