package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists, counts, and keys nobody recorded. */
abstract class ListingContract {
    private final Store store;
    private final Ledger ledger;

    ListingContract(Store store) {
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
    void anUnknownClusterHasNothing() {
        String cluster = store.unique("cluster-");

        assertThat(ledger.newestJobs("flink", cluster, 10)).isEmpty();
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
