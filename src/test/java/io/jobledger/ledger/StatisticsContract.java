package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.search.JobQueryBuilder;
import io.jobledger.ledger.search.NameMatch;
import io.jobledger.ledger.search.TimeRange;
import io.jobledger.ledger.statistics.StatisticsQuery;
import io.jobledger.ledger.statistics.StatisticsQuery.Dimension;
import io.jobledger.ledger.statistics.StatisticsRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Counts and percentiles: compared with those computed from the runs one by one. */
abstract class StatisticsContract {
    private static final long DAY = 86_400_000;
    private static final long FIRST = 20_000 * DAY;
    /** Two of them begin with the same 200 bytes, of which the last is half of a character. */
    private static final List<String> NAMES =
            List.of("name-0", "name-1", "x" + "é".repeat(150) + "2", "x" + "é".repeat(150) + "3");

    private final Store store;
    private final Random random = new Random(1);

    StatisticsContract(Store store) {
        this.store = store;
    }

    @Test
    void byEverythingAndWhateverHappens() throws SQLException {
        String cluster = store.unique("cluster-");
        List<JobRun> runs = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            runs.add(record(cluster, i));
        }
        asExpected(cluster, runs);

        // A run ends, one ends otherwise than it seemed, one comes back, one comes late, one is deleted.
        for (int i = 80; i < 90; i++) {
            runs.add(record(cluster, i));
        }
        change(
                runs,
                0,
                open(runs.get(0).key())
                        .startTime(runs.get(0).startTime())
                        .closure(Closure.SEALED)
                        .state("FAILED")
                        .endTime(runs.get(0).startTime() + 12_345));
        JobKey lost = new JobKey("flink", cluster, "lost");
        runs.add(store.ledger.record(open(lost)
                .startTime(FIRST + 5)
                .closure(Closure.LOST)
                .endTime(FIRST + 50)
                .build()));
        asExpected(cluster, runs);
        change(runs, runs.size() - 1, open(lost).startTime(FIRST + 5).observedAt(FIRST * 2));
        asExpected(cluster, runs);
        JobRun gone = runs.remove(40);
        store.forget(gone.id());
        asExpected(cluster, runs);
    }

    private void change(List<JobRun> runs, int index, JobSnapshotBuilder snapshot) {
        runs.set(
                index, store.ledger.record(snapshot.name(runs.get(index).name()).build()));
    }

    private JobRun record(String cluster, int i) {
        long start = FIRST + random.nextLong(4 * DAY);
        JobKey key = new JobKey(i % 2 == 0 ? "flink" : "seatunnel", cluster, "job-" + i);
        JobSnapshotBuilder job = i % 20 == 0
                ? open(key).startTime(start)
                : sealed(key)
                        .startTime(start)
                        .endTime(start + (long) Math.exp(random.nextDouble() * 18))
                        .state(i % 3 == 0 ? "FAILED" : "FINISHED");
        return store.ledger.record(job.name(NAMES.get(i % NAMES.size())).build());
    }

    private void asExpected(String cluster, List<JobRun> runs) {
        for (Set<Dimension> by : List.of(
                Set.<Dimension>of(),
                Set.of(Dimension.DAY),
                Set.of(Dimension.STATE, Dimension.ENGINE),
                EnumSet.allOf(Dimension.class))) {
            asExpected(cluster, runs, by, TimeRange.ALL, List.of(), null);
            asExpected(
                    cluster,
                    runs,
                    by,
                    new TimeRange(FIRST + DAY / 2 - 4_321, FIRST + 3 * DAY + 1),
                    List.of("FAILED"),
                    null);
            asExpected(cluster, runs, by, new TimeRange(FIRST + DAY, FIRST + 2 * DAY), List.of(), "name-1");
        }
    }

    private void asExpected(
            String cluster, List<JobRun> runs, Set<Dimension> by, TimeRange started, List<String> states, String name) {
        JobQuery jobs = JobQuery.builder()
                .clusters(List.of(cluster))
                .states(states)
                .name(name == null ? null : new NameMatch(NameMatch.Kind.EXACT, name))
                .started(started)
                .allRuns(true)
                .build();
        Map<List<Object>, List<JobRun>> groups = runs.stream()
                .filter(run ->
                        started.from() == null || run.startTime() >= started.from() && run.startTime() < started.to())
                .filter(run -> states.isEmpty() || states.contains(run.state()))
                .filter(run -> name == null || run.name().equals(name))
                .collect(groupingBy(run -> Arrays.asList(
                        by.contains(Dimension.DAY) ? run.startTime() / DAY * DAY : null,
                        by.contains(Dimension.NAME) ? run.name() : null,
                        by.contains(Dimension.STATE) ? run.state() : null,
                        by.contains(Dimension.ENGINE) ? run.key().engine() : null)));

        List<StatisticsRow> rows = store.statistics.count(new StatisticsQuery(by, jobs), 1000);

        assertThat(rows)
                .extracting(row -> Arrays.<Object>asList(row.day(), row.name(), row.state(), row.engine()))
                .containsExactlyInAnyOrderElementsOf(groups.keySet());
        for (StatisticsRow row : rows) {
            List<JobRun> group = groups.get(Arrays.<Object>asList(row.day(), row.name(), row.state(), row.engine()));
            long[] durations = group.stream()
                    .filter(run -> run.endTime() != null)
                    .mapToLong(run -> run.endTime() - run.startTime())
                    .sorted()
                    .toArray();
            assertThat(row.jobs()).isEqualTo(group.size());
            assertThat(row.ended()).isEqualTo(durations.length);
            near(row.p50(), durations, 50);
            near(row.p95(), durations, 95);
            near(row.p99(), durations, 99);
        }
        assertThat(rows)
                .extracting(StatisticsRow::day)
                .filteredOn(Objects::nonNull)
                .isSortedAccordingTo((one, other) -> Long.compare(other, one));
    }

    private static void near(Long percentile, long[] durations, int percent) {
        if (durations.length == 0) {
            assertThat(percentile).isNull();
        } else {
            long exact = durations[(int) Math.ceil(percent / 100.0 * durations.length) - 1];
            assertThat(percentile).isCloseTo(exact, Percentage.withPercentage(1));
        }
    }

    /** A time that was never set, one in seconds, one in microseconds, and the greatest there is. */
    @Test
    void aStartThatCannotBeIsOnNoDay() {
        String cluster = store.unique("cluster-");
        for (long start : new long[] {
            0, FIRST / 1000, FIRST - 1, FIRST, 99_999_999_999_999L, FIRST * 1000, Long.MAX_VALUE - 1, Long.MAX_VALUE
        }) {
            store.ledger.record(sealed(new JobKey("flink", cluster, "job-" + start))
                    .name("odd")
                    .startTime(start)
                    .endTime(start)
                    .build());
        }
        store.ledger.record(open(new JobKey("flink", cluster, "open"))
                .startTime(5)
                .name("odd")
                .build());

        for (NameMatch name : Arrays.asList(null, new NameMatch(NameMatch.Kind.EXACT, "odd"))) {
            JobQueryBuilder jobs =
                    JobQuery.builder().clusters(List.of(cluster)).name(name).allRuns(true);
            assertThat(store.statistics.count(new StatisticsQuery(Set.of(Dimension.DAY), jobs.build()), 10))
                    .extracting(StatisticsRow::day, StatisticsRow::jobs, StatisticsRow::ended)
                    .containsExactly(tuple(FIRST, 1L, 1L), tuple(FIRST - DAY, 1L, 1L), tuple(null, 7L, 6L));
            assertThat(store.statistics.count(new StatisticsQuery(Set.of(), jobs.build()), 10))
                    .extracting(StatisticsRow::jobs)
                    .containsExactly(9L);
            for (TimeRange asked : List.of(
                    new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE),
                    new TimeRange(0L, null),
                    new TimeRange(null, FIRST * 1000))) {
                assertThat(store.statistics.count(
                                new StatisticsQuery(
                                        Set.of(Dimension.DAY),
                                        jobs.started(asked.plausible()).build()),
                                10))
                        .extracting(StatisticsRow::day)
                        .containsExactly(FIRST, FIRST - DAY);
            }
            assertThat(store.statistics.count(
                            new StatisticsQuery(
                                    Set.of(),
                                    jobs.started(new TimeRange(FIRST * 1000, null).plausible())
                                            .build()),
                            10))
                    .extracting(StatisticsRow::jobs)
                    .containsExactly(0L);
        }
    }

    @Test
    void ofNothing() {
        JobQuery nothing =
                JobQuery.builder().clusters(List.of(store.unique("cluster-"))).build();

        assertThat(store.statistics.count(new StatisticsQuery(Set.of(), nothing), 10))
                .containsExactly(new StatisticsRow(null, null, null, null, 0, 0, null, null, null));
        assertThat(store.statistics.count(new StatisticsQuery(Set.of(Dimension.DAY), nothing), 10))
                .isEmpty();
    }

    /** Also while runs end all the time, between one statement and the next. */
    @Test
    void everyRunCountsOnce() {
        String cluster = store.unique("cluster-");
        int jobs = 300;
        IntFunction<JobSnapshotBuilder> job = i -> JobSnapshot.builder(new JobKey("flink", cluster, "job-" + i))
                .name("job")
                .startTime(FIRST + i % 5 * DAY);
        for (int i = 0; i < jobs; i++) {
            store.ledger.record(job.apply(i)
                    .state("RUNNING")
                    .closure(Closure.OPEN)
                    .observedAt(FIRST)
                    .build());
        }
        StatisticsQuery query = new StatisticsQuery(
                Set.of(),
                JobQuery.builder()
                        .clusters(List.of(cluster))
                        .started(new TimeRange(FIRST, FIRST + 4 * DAY + DAY / 2))
                        .build());

        CompletableFuture<Void> ending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < jobs; i++) {
                store.ledger.record(job.apply(i)
                        .state("FINISHED")
                        .closure(Closure.SEALED)
                        .endTime(FIRST + 6 * DAY)
                        .observedAt(FIRST + 6 * DAY)
                        .build());
            }
        });
        boolean last;
        do {
            last = ending.isDone();
            StatisticsRow row = store.statistics.count(query, 1).get(0);
            assertThat(row.jobs()).isEqualTo(jobs);
            if (last) {
                assertThat(row.ended()).isEqualTo(jobs);
            }
        } while (!last);
        ending.join();
    }
}
