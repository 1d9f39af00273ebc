package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.exception;
import static io.jobledger.ledger.Snapshots.full;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.ledger.retention.Retention;
import io.jobledger.ledger.retention.RetentionRule;
import io.jobledger.ledger.retention.RetentionRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Several services may record the same jobs at once. */
abstract class ConcurrencyContract {
    private static final int THREADS = 8;

    private final Store store;
    private final Ledger ledger;

    ConcurrencyContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
    }

    @Test
    void theSameSnapshotsAtOnce() throws Exception {
        String cluster = store.unique("cluster-");
        List<JobSnapshot> snapshots = new ArrayList<>();
        for (int job = 0; job < 20; job++) {
            JobKey key = new JobKey("flink", cluster, "job-" + job);
            snapshots.add(full(open(key)).build());
            snapshots.add(sealed(key).build());
        }

        atOnce(thread -> snapshots.forEach(ledger::record));

        List<JobRun> jobs = ledger.newestJobs("flink", cluster, 100);
        assertThat(jobs).hasSize(20);
        for (JobRun run : jobs) {
            assertThat(run.closure()).isEqualTo(Closure.SEALED);
            assertThat(ledger.runs(run.key())).containsExactly(run);
            assertThat(ledger.vertices(run.id())).hasSize(2);
            assertThat(ledger.checkpoints(run.id())).hasSize(2);
            assertThat(ledger.documents(run.id())).hasSize(2);
        }
    }

    @RepeatedTest(3)
    void differentRunsOfOneJobAtOnce() throws Exception {
        JobKey key = store.newJob();

        atOnce(thread -> {
            List<Integer> starts = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
            Collections.shuffle(starts, new Random(thread));
            starts.forEach(
                    start -> ledger.record(sealed(key).startTime(START + start).build()));
        });

        List<JobRun> runs = ledger.runs(key);
        assertThat(runs)
                .extracting(JobRun::startTime)
                .containsExactly(5L + START, START + 4, START + 3, START + 2, START + 1, START);
        assertThat(runs).extracting(JobRun::run).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
        assertThat(ledger.newestRun(key)).contains(runs.get(0));
    }

    @Test
    void oneOperationHoweverOftenItIsBegun() throws Exception {
        String cluster = store.unique("cluster-");

        atOnce(thread -> store.operations.begin(
                new NewOperation("flink", cluster, "a", OperationKind.SAVEPOINT, "t", 1, null, null)));

        assertThat(store.operations.inProgress("flink", cluster)).hasSize(1);
    }

    /** Whoever begins it gets one that was in progress, though the others finish it all the time. */
    @Test
    void oneOperationThatIsFinishedAndBegunAtOnce() throws Exception {
        String cluster = store.unique("cluster-");
        NewOperation asked = new NewOperation("flink", cluster, "a", OperationKind.SAVEPOINT, "t", 1, null, null);

        atOnce(thread -> {
            for (int i = 0; i < 20; i++) {
                Operation begun = store.operations.begin(asked);
                assertThat(begun.status()).isEqualTo(OperationStatus.IN_PROGRESS);
                store.operations.finish(begun.id(), OperationStatus.FAILED, null, null, 2);
            }
        });

        assertThat(store.operations.inProgress("flink", cluster)).isEmpty();
        Operation last = store.operations.begin(asked);
        assertThat(store.operations.find("flink", cluster, "t")).contains(last);
    }

    /**
     * Deleting the newest run of a job makes the one before it the newest, which a recorder may hold. Whoever waits for
     * that may not hold counts meanwhile: the recorder takes those last, and each would wait for the other.
     */
    @Test
    void whoWaitsForARunHoldsNoCounts() throws Exception {
        JobKey key = store.newJob();
        String trace = "java.lang.IllegalStateException: " + key.cluster();
        JobRun first = ledger.record(sealed(key).build());
        ledger.record(sealed(key)
                .startTime(START + 10)
                .state("FAILED")
                .exceptions(List.of(exception(START + 100, trace)))
                .build());
        Retention retention = new Retention(
                new RetentionRules(List.of(new RetentionRule(0, null, key.cluster(), "FAILED", null, null, 0L))),
                store.bean(Database.class),
                store.bean(Transactions.class),
                store.counts,
                ledger,
                event -> {},
                Clock.systemUTC());
        Database database = store.bean(Database.class);

        CompletableFuture<Long> deleted = store.bean(Transactions.class).write(() -> {
            database.first(new Sql("SELECT id FROM jobs WHERE id = ? FOR UPDATE", first.id()), row -> row.getLong(1));
            CompletableFuture<Long> deleting = CompletableFuture.supplyAsync(() -> retention.apply(() -> true));
            Awaitility.await("retention waits for the run").until(() -> waiting() > 0);
            for (String table : List.of("exception_counts", "job_days")) {
                Sql counts = new Sql(
                        "SELECT cluster_id FROM " + table
                                + " WHERE cluster_id = (SELECT cluster_id FROM jobs WHERE id = ?) FOR UPDATE NOWAIT",
                        first.id());
                assertThat(database.list(counts, row -> row.getInt(1))).isNotEmpty();
            }
            return deleting;
        });

        assertThat(deleted.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(ledger.newestRun(key).orElseThrow().id()).isEqualTo(first.id());
    }

    /** How many transactions wait for another. */
    private int waiting() {
        boolean h2 = store.bean(Database.class).dialect().needsIndexes();
        return Integer.parseInt(store.query(
                        h2
                                ? "SELECT COUNT(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL"
                                : "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                        + " AND datname = current_database()")
                .get(0));
    }

    private interface Work {
        void run(int thread);
    }

    private static void atOnce(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                done.add(threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    work.run(thread);
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
