package io.jobledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
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

    @Test
    void aRequestIsCut() {
        Operation begun = operations.begin(new NewOperation(
                "flink", store.unique("cluster-"), null, OperationKind.RUN, null, 1, null, "x".repeat(2_000_000)));

        assertThat(begun.request()).isEqualTo("x".repeat(262_144));
    }

    private static NewOperation cancel(String cluster, String trigger, long at) {
        return new NewOperation("flink", cluster, null, OperationKind.CANCEL, trigger, at, null, null);
    }
}
