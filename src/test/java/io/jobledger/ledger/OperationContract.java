package io.jobledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was asked of an engine is remembered. */
abstract class OperationContract {
    private final Store store;
    private final OperationLog operations;

    OperationContract(Store store) {
        this.store = store;
        this.operations = store.operations;
    }

    @ParameterizedTest
    @EnumSource(OperationKind.class)
    void everyKindIsBegunAndFinished(OperationKind kind) {
        String cluster = store.unique("cluster-");
        NewOperation asked = new NewOperation("flink", cluster, "job", kind, "t1", 10, "127.0.0.1", "{\"a\":1}");

        Operation begun = operations.begin(asked);

        Operation expected = new Operation(
                begun.id(),
                "flink",
                cluster,
                "job",
                kind,
                "t1",
                10,
                "127.0.0.1",
                "{\"a\":1}",
                OperationStatus.IN_PROGRESS,
                null,
                null,
                null);
        assertThat(begun).isEqualTo(expected);
        assertThat(operations.find("flink", cluster, "t1")).contains(expected);
        assertThat(operations.find(new JobKey("flink", cluster, "job"), "t1")).contains(expected);
        assertThat(operations.inProgress("flink", cluster)).containsExactly(expected);

        operations.finish(begun.id(), OperationStatus.COMPLETED, 200, "{}", 20);

        Operation finished = operations.find("flink", cluster, "t1").orElseThrow();
        assertThat(finished.status()).isEqualTo(OperationStatus.COMPLETED);
        assertThat(finished.completedAt()).isEqualTo(20);
        assertThat(finished.resultStatus()).isEqualTo(200);
        assertThat(finished.result()).isEqualTo("{}");
        assertThat(operations.inProgress("flink", cluster)).isEmpty();
    }

    @Test
    void anOperationInProgressIsNotBegunAgain() {
        String cluster = store.unique("cluster-");

        Operation first = operations.begin(cancel(cluster, "t1", 10));

        assertThat(operations.begin(cancel(cluster, "t1", 20))).isEqualTo(first);
        assertThat(operations.inProgress("flink", cluster)).containsExactly(first);
    }

    /** As a new engine knows nothing of a trigger id that the one before it was given. */
    @ParameterizedTest
    @EnumSource(names = "IN_PROGRESS", mode = EnumSource.Mode.EXCLUDE)
    void aFinishedOperationMakesRoomForAnother(OperationStatus status) {
        JobKey job = store.newJob();
        String cluster = job.cluster();
        // Begun later by a clock that was set back since.
        NewOperation asked = new NewOperation(
                "flink", cluster, job.jobId(), OperationKind.SAVEPOINT, "t1", 30, "127.0.0.1", "first");
        NewOperation again = new NewOperation(
                "flink", cluster, job.jobId(), OperationKind.SAVEPOINT, "t1", 20, "127.0.0.1", "second");
        Operation first = operations.begin(asked);
        operations.finish(first.id(), status, 200, "1", 31);

        Operation second = operations.begin(again);

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.status()).isEqualTo(OperationStatus.IN_PROGRESS);
        assertThat(second.request()).isEqualTo("second");
        assertThat(operations.find("flink", cluster, "t1")).contains(second);
        assertThat(operations.find(job, "t1")).contains(second);
        assertThat(operations.inProgress("flink", cluster)).containsExactly(second);

        operations.finish(second.id(), OperationStatus.COMPLETED, 200, "2", 40);
        operations.finish(operations.begin(asked).id(), OperationStatus.COMPLETED, 200, "3", 50);

        assertThat(operations.find(job, "t1").orElseThrow().result()).isEqualTo("3");
        assertThat(store.query("SELECT result FROM operations WHERE trigger_id = 't1' AND job_id = '" + job.jobId()
                        + "' AND cluster_id = (SELECT id FROM clusters WHERE name = '" + cluster + "') ORDER BY id"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void aFinishedOperationNeverChanges() {
        String cluster = store.unique("cluster-");
        Operation begun = operations.begin(cancel(cluster, "t1", 10));
        operations.finish(begun.id(), OperationStatus.FAILED, null, null, 20);
        Operation failed = operations.find("flink", cluster, "t1").orElseThrow();

        operations.finish(begun.id(), OperationStatus.COMPLETED, 200, "{}", 30);

        assertThat(operations.find("flink", cluster, "t1")).contains(failed);
        assertThatThrownBy(() -> operations.finish(begun.id(), OperationStatus.IN_PROGRESS, null, null, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void operationsWithoutTriggerAreAllNoted() {
        String cluster = store.unique("cluster-");

        Operation second = operations.begin(cancel(cluster, null, 20));
        Operation first = operations.begin(cancel(cluster, null, 10));

        assertThat(operations.inProgress("flink", cluster)).containsExactly(first, second);
        assertThat(first.jobId()).isNull();
        assertThat(first.triggerId()).isNull();
    }

    @Test
    void aTriggerIdMayBeUsedForAnotherJob() {
        String cluster = store.unique("cluster-");
        Operation a = operations.begin(new NewOperation("flink", cluster, "a", OperationKind.STOP, "t", 1, null, null));
        Operation b = operations.begin(new NewOperation("flink", cluster, "b", OperationKind.STOP, "t", 2, null, null));

        assertThat(operations.find("flink", cluster, "t")).contains(b);
        assertThat(operations.find(new JobKey("flink", cluster, "a"), "t")).contains(a);
        assertThat(operations.find("flink", cluster, "unknown")).isEmpty();
        assertThat(operations.find("flink", cluster, "zero\0")).isEmpty();
        assertThat(operations.find("flink", store.unique("cluster-"), "t")).isEmpty();
    }

    @Test
    void anOperationGetsTheIdThatTheEngineGivesIt() {
        JobKey job = store.newJob();
        Operation asked = operations.begin(savepoint(job, 10));
        Operation another = operations.begin(savepoint(job, 11));

        assertThat(operations.triggered(asked.id(), "t1")).isTrue();
        assertThat(operations.triggered(another.id(), "t1")).as("a repeated id").isFalse();

        assertThat(operations.find(job, "t1").orElseThrow().id()).isEqualTo(asked.id());
        assertThat(operations.find(job, another.id()).orElseThrow().triggerId()).isNull();

        operations.finish(asked.id(), OperationStatus.COMPLETED, 200, "{}", 12);

        assertThat(operations.triggered(asked.id(), "t2")).as("a finished one").isFalse();
        assertThat(operations.triggered(another.id(), "t1"))
                .as("the id of a finished one")
                .isTrue();
        assertThat(operations.find(job, "t1").orElseThrow().id()).isEqualTo(another.id());
    }

    @Test
    void ofTwoThatGetOneIdAtOnceOneHasIt() throws Exception {
        JobKey job = store.newJob();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 20; i++) {
                String trigger = "t" + i;
                long one = operations.begin(savepoint(job, i)).id();
                long other = operations.begin(savepoint(job, i)).id();
                List<Future<Boolean>> given = threads.invokeAll(
                        List.of(() -> operations.triggered(one, trigger), () -> operations.triggered(other, trigger)));

                assertThat(given.get(0).get()).isNotEqualTo(given.get(1).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anOperationIsFoundByItsIdAndWithAllOthersOfItsJob() {
        JobKey job = store.newJob();
        Operation first = operations.begin(savepoint(job, 20));
        Operation run = operations.begin(
                new NewOperation("flink", job.cluster(), null, OperationKind.RUN, null, 10, "127.0.0.1", "{}"));
        assertThat(operations.ofJob(job)).containsExactly(first);
        assertThat(operations.find(job, run.id())).isEmpty();

        operations.made(run.id(), job.jobId());

        assertThat(operations.ofJob(job)).extracting(Operation::id).containsExactly(first.id(), run.id());
        assertThat(operations.find(job, first.id())).contains(first);
        assertThat(operations.find(store.newJob(), first.id())).isEmpty();
        assertThat(operations.find(new JobKey("flink", job.cluster(), "zero\0"), first.id()))
                .isEmpty();
        assertThat(operations.ofJob(store.newJob())).isEmpty();

        operations.finish(run.id(), OperationStatus.COMPLETED, 200, "{}", 30);
        operations.made(run.id(), "other");

        assertThat(operations.ofJob(job)).hasSize(2);
    }

    /** It is JSON: cut, it could neither be parsed nor served. */
    @Test
    void aResultIsKeptWholeHoweverLong() {
        String cluster = store.unique("cluster-");
        for (int length : new int[] {0, 262_145, 1_048_577, 5_000_000}) {
            String trigger = "t" + length;
            String result = "\""
                    + new Random(length)
                            .ints(length, ' ', 0x3000)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    + '"';

            Operation begun = operations.begin(cancel(cluster, trigger, 10));
            operations.finish(begun.id(), OperationStatus.COMPLETED, 200, result, 20);

            String kept =
                    operations.find("flink", cluster, trigger).orElseThrow().result();
            // Not isEqualTo, which prints both when they differ.
            assertThat(result.equals(kept)).as("%s characters", length).isTrue();
        }
    }

    /** It may be a job's configuration: JSON too. Only what nobody means is cut. */
    @Test
    void aRequestIsKeptWhole() {
        int most = 16_777_216;
        for (String trigger : new String[] {null, "t1"}) {
            for (int length : new int[] {1_048_577, most + 1}) {
                JobKey job = store.newJob();
                String request = "é".repeat(length);
                long id = operations
                        .begin(new NewOperation(
                                "flink", job.cluster(), job.jobId(), OperationKind.SUBMIT, trigger, 1, null, request))
                        .id();

                String kept = operations.find(job, id).orElseThrow().request();
                // Not isEqualTo, which prints both when they differ.
                assertThat(kept.equals(request.substring(0, Math.min(length, most))))
                        .as("%s characters", length)
                        .isTrue();
            }
        }
    }

    private static NewOperation savepoint(JobKey job, long at) {
        return new NewOperation(
                job.engine(), job.cluster(), job.jobId(), OperationKind.SAVEPOINT, null, at, "127.0.0.1", "{}");
    }

    private static NewOperation cancel(String cluster, String trigger, long at) {
        return new NewOperation("flink", cluster, null, OperationKind.CANCEL, trigger, at, null, null);
    }
}
