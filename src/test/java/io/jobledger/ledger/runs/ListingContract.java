package io.jobledger.ledger.runs;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.RecordedDocument;
import io.jobledger.ledger.Store;
import io.micronaut.data.annotation.Query;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, counts, and keys nobody recorded. */
public abstract class ListingContract {
    private final Store store;
    private final Ledger ledger;

    protected ListingContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
    }

    @Test
    void listsTheNewestRunOfEachJob() {
        String cluster = store.unique("cluster-");
        JobKey twice = new JobKey("flink", cluster, "a");
        ledger.record(sealed(twice).build());
        JobRun second = ledger.record(
                open(twice).startTime(START + 20_000).endTime(null).build());
        JobRun other = ledger.record(sealed(new JobKey("flink", cluster, "b"))
                .startTime(START + 10_000)
                .endTime(START + 11_000)
                .build());
        ledger.record(sealed(new JobKey("seatunnel", cluster, "c")).build());
        ledger.record(sealed(store.newJob()).build());

        assertThat(ledger.newestJobs("flink", cluster, 10)).containsExactly(second, other);
        assertThat(ledger.newestJobs("flink", cluster, 1)).containsExactly(second);
        assertThat(ledger.openRuns("flink", cluster)).containsExactly(second);
        assertThat(ledger.countByState("flink", cluster)).isEqualTo(Map.of("RUNNING", 1L, "FINISHED", 1L));
        assertThat(ledger.newestJobs("flink", cluster, 0)).isEmpty();
        assertThatThrownBy(() -> ledger.newestJobs("flink", cluster, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsTheJobsThatEndedLast() {
        String cluster = store.unique("cluster-");
        JobRun third = ended(cluster, "a", 30, 50, "FINISHED");
        JobRun second = ended(cluster, "b", 30, 40, "FAILED");
        JobRun first = ended(cluster, "c", 20, 60, "FINISHED");
        JobRun fourth = ended(cluster, "d", 30, 50, "FAILED");
        // Told apart from those that have ended, but open: its end is not final.
        ledger.record(open(new JobKey("flink", cluster, "e"))
                .endTime(START + 90)
                .state("FINISHED")
                .build());
        ledger.record(open(new JobKey("flink", cluster, "f")).build());
        // A job that runs again.
        ended(cluster, "g", 35, 50, "FINISHED");
        ledger.record(
                open(new JobKey("flink", cluster, "g")).startTime(START + 1_000).build());
        ended(store.unique("cluster-"), "a", 30, 50, "FINISHED");
        JobRun lost = ledger.record(open(new JobKey("flink", cluster, "h"))
                .closure(Closure.LOST)
                .endTime(START + 45)
                .state("SUSPENDED")
                .build());

        assertThat(ledger.endedJobs("flink", cluster, null, 10)).containsExactly(first, second, third, fourth, lost);
        assertThat(ledger.endedJobs("flink", cluster, null, 3)).containsExactly(third, fourth, lost);
        assertThat(ledger.endedJobs("flink", cluster, "FINISHED", 10)).containsExactly(first, third);
        assertThat(ledger.endedJobs("flink", cluster, "FAILED", 1)).containsExactly(fourth);
        for (String state : new String[] {"finished", "FINISH", "", "zero\0", "x".repeat(100)}) {
            assertThat(ledger.endedJobs("flink", cluster, state, 10)).isEmpty();
        }
        assertThat(ledger.endedJobs("flink", cluster, null, 0)).isEmpty();
        assertThat(ledger.endedJobs("flink", cluster, "FAILED", 0)).isEmpty();
        assertThatThrownBy(() -> ledger.endedJobs("flink", cluster, null, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private JobRun ended(String cluster, String jobId, long end, long observed, String state) {
        return ledger.record(sealed(new JobKey("flink", cluster, jobId))
                .state(state)
                .endTime(START + end)
                .observedAt(START + observed)
                .build());
    }

    /** Else a list of ten would cost as much as there are jobs. */
    @ParameterizedTest
    @CsvSource({"newest, jobs_list_ix", "lastEnded, jobs_ended_ix"})
    void aListIsReadInTheOrderOfAnIndex(String list, String index) throws Exception {
        JobRun one = ledger.record(sealed(store.newJob()).build());
        String cluster = store.query("SELECT cluster_id FROM jobs WHERE id = " + one.id())
                .get(0);
        store.execute("INSERT INTO jobs (cluster_id, job_id, run, newest, name, state, closure, start_time, end_time,"
                + " observed_at) SELECT " + cluster + ", CONCAT('job-', n), 1, TRUE, 'job', 'FINISHED', 'SEALED',"
                + " n, n + 1, n + 2 FROM GENERATE_SERIES(1, 5000) AS numbers (n)");
        store.execute("ANALYZE");

        String sql = JobRows.class
                .getDeclaredMethod(list, int.class, int.class)
                .getAnnotation(Query.class)
                .value()
                .replace(":clusterId", cluster)
                .replace(":limit", "10");
        String plan = String.join("\n", store.query("EXPLAIN " + sql));

        assertThat(plan)
                .containsIgnoringCase(index)
                .satisfiesAnyOf(
                        h2 -> assertThat(h2).contains("/* index sorted */"),
                        postgres -> assertThat(postgres).contains("cost=").doesNotContain("Sort"));
    }

    @Test
    void anUnknownClusterHasNothing() {
        String cluster = store.unique("cluster-");

        assertThat(ledger.newestJobs("flink", cluster, 10)).isEmpty();
        assertThat(ledger.endedJobs("flink", cluster, null, 10)).isEmpty();
        assertThat(ledger.openRuns("flink", cluster)).isEmpty();
        assertThat(ledger.countByState("flink", cluster)).isEmpty();
    }

    /** Readers' keys come straight from URLs. */
    @Test
    void aKeyThatCannotBeRecordedIsUnknown() {
        String cluster = store.newJob().cluster();
        for (String jobId : new String[] {"", "zero\0", "half \uD83D", "x".repeat(129), "x".repeat(3_000_000)}) {
            JobKey key = new JobKey("flink", cluster, jobId);

            assertThat(ledger.newestRun(key)).isEmpty();
            assertThat(ledger.runs(key)).isEmpty();
            assertThat(ledger.document(key, "")).isEqualTo(RecordedDocument.UNKNOWN_JOB);
            assertThatThrownBy(() -> open(key).build()).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ledger.run(-1)).isEmpty();
    }
}
