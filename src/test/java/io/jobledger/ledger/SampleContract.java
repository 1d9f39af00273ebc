package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of the metrics of a run a few hundred samples are kept, however long it goes on. */
abstract class SampleContract {
    private final Ledger ledger;
    private final JobKey key;
    private final Store store;

    SampleContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
        this.key = store.newJob();
    }

    @Test
    void theyAreGivenBackOldestFirst() {
        MetricSample late = new MetricSample(START + 12_345, "{\"a\":\"2\"}");
        MetricSample early = new MetricSample(START + 4_999, "{\"a\":\"1\"}");

        long run =
                ledger.record(open(key).samples(List.of(late, early)).build()).id();

        assertThat(ledger.samples(run)).containsExactly(early, late);
        assertThat(ledger.samples(-1)).as("of an unknown run").isEmpty();
    }

    @Test
    void aTimeBeforeTheStartIsTakenForTheStart() {
        long run = ledger.record(open(key)
                        .samples(List.of(new MetricSample(START - 60_000, "{}")))
                        .build())
                .id();

        assertThat(ledger.samples(run)).containsExactly(new MetricSample(START, "{}"));
    }

    @Test
    void theFirstOfFiveSecondsIsKept() {
        MetricSample first = new MetricSample(START + 5_200, "{\"a\":1}");

        long run = ledger.record(open(key)
                        .samples(List.of(first, new MetricSample(START + 5_100, "{\"a\":2}")))
                        .build())
                .id();
        ledger.record(open(key)
                .observedAt(START + 9_999)
                .samples(List.of(new MetricSample(START + 9_999, "{\"a\":3}")))
                .build());

        assertThat(ledger.samples(run)).containsExactly(first);
    }

    @Test
    void theLongerTheRunTheFartherTheyAreApart() {
        long run = recordSlots(0);
        int most = 0;
        for (int slot = 1; slot <= 700; slot++) {
            recordSlots(slot);
            most = Math.max(
                    most,
                    Integer.parseInt(store.query("SELECT COUNT(*) FROM metric_samples WHERE run_id = " + run)
                            .get(0)));
        }

        assertThat(most).isEqualTo(301);
        assertThat(slots(run)).hasSize(176).allMatch(slot -> slot % 4 == 0).contains(0L, 4L, 696L, 700L);
    }

    @Test
    void othersOnlyMakeRoomForOneThatIsWritten() {
        long run = recordSlots(0, 1, 2, 3, 300);

        recordSlots(301);
        assertThat(slots(run)).containsExactly(0L, 1L, 2L, 3L, 300L);

        recordSlots(302);
        assertThat(slots(run)).containsExactly(0L, 2L, 300L, 302L);

        recordSlots(9_999_999);
        assertThat(slots(run)).containsExactly(0L, 2L, 300L, 302L);
    }

    /** Two services may record what they saw in any order. */
    @Test
    void anEarlierOneIsAddedWhereItWouldHaveBeenKept() {
        long run = recordSlots(0, 302);

        recordSlots(7);
        recordSlots(8);

        assertThat(slots(run)).containsExactly(0L, 8L, 302L);
    }

    @Test
    void theLastOfARunIsThereWhereverItFalls() {
        long run = recordSlots(0, 1, 302);
        MetricSample last = new MetricSample(START + 303 * 5_000 + 17, "{\"a\":\"all\"}");

        ledger.record(sealed(key).samples(List.of(last)).build());

        assertThat(slots(run)).containsExactly(0L, 302L, 303L);
        assertThat(ledger.samples(run)).endsWith(last);
    }

    @Test
    void theLastOfAShortRunReplacesTheFirst() {
        long run = recordSlots(0);
        MetricSample last = new MetricSample(START + 4_000, "{\"a\":\"all\"}");

        ledger.record(sealed(key).samples(List.of(last)).build());

        assertThat(ledger.samples(run)).containsExactly(last);
    }

    @Test
    void theLastMakesRoomToo() {
        long run = recordSlots(0, 1, 2, 3, 300);

        ledger.record(sealed(key).samples(List.of(sample(301), sample(303))).build());

        assertThat(slots(run)).containsExactly(0L, 2L, 300L, 301L, 303L);
    }

    @Test
    void aLostRunKeepsThem() {
        long run = recordSlots(0, 1, 2);

        ledger.record(open(key)
                .closure(Closure.LOST)
                .endTime(START + 20_000)
                .observedAt(START + 20_000)
                .build());

        assertThat(slots(run)).containsExactly(0L, 1L, 2L);
    }

    /** They are JSON: cut, they could not be parsed. */
    @Test
    void metricsAreKeptWholeOrNotAtAll() {
        String longest = "\"" + "é".repeat(1_048_574) + '"';
        MetricSample kept = new MetricSample(START, longest);

        long run = ledger.record(open(key)
                        .samples(List.of(
                                kept,
                                new MetricSample(START + 5_000, "a\0b"),
                                new MetricSample(START + 302 * 5_000, longest + " ")))
                        .build())
                .id();

        assertThat(ledger.samples(run).size()).isEqualTo(2);
        // Not isEqualTo, which prints both when they differ.
        assertThat(ledger.samples(run).get(0).equals(kept)).isTrue();
        assertThat(ledger.samples(run).get(1).metrics()).isEqualTo("a\uFFFDb");
    }

    private long recordSlots(long... slots) {
        List<MetricSample> samples = new ArrayList<>();
        Arrays.stream(slots).forEach(slot -> samples.add(sample(slot)));
        return ledger.record(open(key).samples(samples).build()).id();
    }

    private static MetricSample sample(long slot) {
        return new MetricSample(START + slot * 5_000 + 137, "{\"slot\":" + slot + "}");
    }

    private List<Long> slots(long run) {
        return ledger.samples(run).stream()
                .map(sample -> (sample.time() - START) / 5_000)
                .toList();
    }
}
