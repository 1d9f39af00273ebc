package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.exception;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.page.InvalidCursorException;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.runs.NameKey;
import io.jobledger.ledger.search.JobOrder;
import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.search.JobQueryBuilder;
import io.jobledger.ledger.search.JobSearch;
import io.jobledger.ledger.search.NameMatch;
import io.jobledger.ledger.search.TimeRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finds jobs: every answer is compared with one that is computed from all the jobs there are. */
abstract class QueryContract {
    private static final List<String> NAMES = List.of(
            "", "etl", "etl-1", "etl-2", "ETL", "é-1", "日本", "x".repeat(300) + "a", "x".repeat(300) + "b", "50%_\\");
    private static final List<String> STATES = List.of("FINISHED", "FAILED", "CANCELED");

    private final Store store;
    private String one;
    private String other;
    private List<JobRun> all;
    private List<JobRun> superseded;

    QueryContract(Store store) {
        this.store = store;
    }

    /** Many jobs of few starts and ends, so that there are ties wherever there can be. */
    @BeforeEach
    void recordJobs() {
        Random random = new Random(1);
        one = store.unique("cluster-");
        other = store.unique("cluster-");
        all = new ArrayList<>();
        superseded = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            JobKey key = new JobKey(i % 2 == 0 ? "flink" : "seatunnel", i % 3 == 0 ? one : other, "job-" + i);
            long start = START + random.nextInt(5);
            JobSnapshotBuilder job = i % 10 == 0
                    ? open(key).startTime(start)
                    : sealed(key)
                            .startTime(start)
                            .endTime(start + random.nextInt(4))
                            .state(STATES.get(random.nextInt(3)))
                            .exceptions(
                                    random.nextInt(3) > 0
                                            ? List.of()
                                            : List.of(exception(
                                                    start, "a.B: 100% of " + (i % 2 == 0 ? "Disk_FULL" : "memory"))));
            JobRun run = store.ledger.record(
                    job.name(NAMES.get(random.nextInt(NAMES.size()))).build());
            if (i % 7 == 0) {
                long before = run.id();
                run = store.ledger.record(job.startTime(start + 1)
                        .endTime(start + 10)
                        .closure(Closure.SEALED)
                        .build());
                superseded.add(store.ledger.run(before).orElseThrow());
            }
            all.add(run);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inEveryOrderBothWays(JobOrder order) {
        for (boolean descending : new boolean[] {false, true}) {
            assertThat(found(query().order(order).descending(descending)))
                    .containsExactlyElementsOf(expected(order, descending, run -> true));
        }
    }

    @ParameterizedTest
    @EnumSource
    void byEveryFilterInEveryOrder(JobOrder order) {
        Supplier<JobQueryBuilder> ordered = () -> query().order(order);
        finds(ordered.get().states(List.of("FAILED")), run -> run.state().equals("FAILED"));
        finds(
                ordered.get().states(List.of("FAILED", "CANCELED")),
                run -> List.of("FAILED", "CANCELED").contains(run.state()));
        finds(ordered.get().engines(List.of("flink")), run -> run.key().engine().equals("flink"));
        finds(
                ordered.get().clusters(List.of(one)).engines(List.of("flink")).states(List.of("FAILED")),
                run -> run.key().engine().equals("flink")
                        && run.key().cluster().equals(one)
                        && run.state().equals("FAILED"));
        finds(
                ordered.get().started(new TimeRange(START + 1L, START + 3L)),
                run -> run.startTime() >= START + 1 && run.startTime() < START + 3);
        finds(
                ordered.get().finished(new TimeRange(START + 2L, null)),
                run -> run.endTime() != null && run.endTime() >= START + 2);
        finds(
                ordered.get().finished(new TimeRange(null, START + 3L)),
                run -> run.endTime() != null && run.endTime() < START + 3);
        finds(
                ordered.get().durationMin(1L).durationMax(2L),
                run -> run.endTime() != null
                        && run.endTime() - run.startTime() >= 1
                        && run.endTime() - run.startTime() <= 2);
        finds(ordered.get().durationMax(Long.MAX_VALUE), run -> run.endTime() != null);
        for (String name : NAMES) {
            finds(
                    ordered.get().name(new NameMatch(NameMatch.Kind.EXACT, name)),
                    run -> run.name().equals(name));
            finds(
                    ordered.get().name(new NameMatch(NameMatch.Kind.PREFIX, name)),
                    run -> run.name().startsWith(name));
            finds(
                    ordered.get().name(new NameMatch(NameMatch.Kind.CONTAINS, name)),
                    run -> run.name().toLowerCase().contains(name.toLowerCase()));
        }
        finds(ordered.get().exceptionText("b: 100% of disk_full"), run -> hit(run, "Disk_FULL"));
        finds(ordered.get().exceptionText("100_"), run -> false);
        finds(
                ordered.get()
                        .name(new NameMatch(NameMatch.Kind.PREFIX, "etl"))
                        .states(List.of("FAILED"))
                        .started(new TimeRange(START, START + 4)),
                run -> run.name().startsWith("etl") && run.state().equals("FAILED") && run.startTime() < START + 4);
    }

    @Test
    void allRunsOfAJob() {
        List<JobRun> runs = new ArrayList<>(all);
        superseded.forEach(run -> runs.add(store.ledger.run(run.id()).orElseThrow()));
        runs.sort(comparator(JobOrder.START).reversed());

        assertThat(found(query().allRuns(true))).containsExactlyElementsOf(runs);
    }

    @ParameterizedTest
    @EnumSource
    void noJobTwiceOrMissedWhileOthersArrive(JobOrder order) {
        JobQueryBuilder query = query().order(order);
        List<JobRun> before = expected(order, true, run -> true);
        List<JobRun> paged = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Page<JobRun> page = store.jobs.jobs(query.build(), new PageRequest(7, cursor));
            paged.addAll(page.items());
            cursor = page.cursor();
            store.ledger.record(sealed(new JobKey("flink", one, "late-" + order + pages++))
                    .name("etl-late")
                    .startTime(START + pages % 5)
                    .endTime(START + pages % 5 + pages % 4)
                    .build());
        } while (cursor != null);

        assertThat(paged).doesNotHaveDuplicates().containsSubsequence(before);
    }

    @Test
    void aPageCostsThreeStatementsAtMost() {
        for (JobOrder order : JobOrder.values()) {
            JobQueryBuilder query = query().order(order)
                    .engines(List.of("flink"))
                    .exceptionText("100%")
                    .started(new TimeRange(START, START + 9));
            String cursor = null;
            do {
                String from = cursor;
                store.statements.set(0);
                cursor = store.countedJobs
                        .jobs(query.build(), new PageRequest(2, from))
                        .cursor();
                assertThat(store.statements.get()).isBetween(1, 3);
            } while (cursor != null);
        }
    }

    /** Else a page would cost as much as there are jobs. */
    @ParameterizedTest
    @EnumSource
    void aPageIsReadInTheOrderOfAnIndex(JobOrder order) throws SQLException {
        manyJobs();
        JobQuery query = JobQuery.builder().order(order).build();
        List<String> plans = new ArrayList<>();
        JobSearch explained = store.explained(plans);

        explained.jobs(
                query,
                new PageRequest(
                        10, explained.jobs(query, new PageRequest(10, null)).cursor()));
        explained.jobs(
                JobQuery.builder()
                        .states(List.of("FAILED"))
                        .started(new TimeRange(0L, START * 2))
                        .order(order)
                        .build(),
                new PageRequest(10, null));
        assertThat(plans)
                .isNotEmpty()
                .filteredOn(plan -> plan.contains("jobs_") && !plan.contains("few"))
                .allSatisfy(plan -> assertThat(plan)
                        .satisfiesAnyOf(
                                h2 -> assertThat(h2).contains("/* index sorted */"),
                                postgres ->
                                        assertThat(postgres).contains("cost=").doesNotContain("Sort")));
    }

    private void manyJobs() throws SQLException {
        if (store.query("SELECT 1 FROM jobs WHERE job_id = 'many-20000'").isEmpty()) {
            store.execute(
                    "INSERT INTO jobs (cluster_id, job_id, run, newest, name, state, closure, start_time, end_time,"
                            + " observed_at, end_key, duration) SELECT (SELECT MIN(id) FROM clusters), CONCAT('many-', n),"
                            + " 1, TRUE, 'job', CASE WHEN MOD(n, 10) = 0 THEN 'FAILED' ELSE 'FINISHED' END, 'SEALED', n, n"
                            + " + 1, n + 2, n + 1, 1 FROM GENERATE_SERIES(1, 20000) AS numbers (n)");
            store.execute("ANALYZE");
        }
    }

    @Test
    void onlyItsOwnCursorIsOne() {
        String cursor =
                store.jobs.jobs(query().build(), new PageRequest(1, null)).cursor();
        for (String broken : List.of("", "x", "%%%", cursor + "A", cursor.substring(1), "A" + cursor.substring(1))) {
            assertThatThrownBy(() -> store.jobs.jobs(query().build(), new PageRequest(1, broken)))
                    .as(broken)
                    .isInstanceOf(InvalidCursorException.class);
        }
        assertThatThrownBy(
                        () -> store.jobs.jobs(query().states(List.of("FAILED")).build(), new PageRequest(1, cursor)))
                .isInstanceOf(InvalidCursorException.class);
    }

    @Test
    void whatCannotBeRecordedIsNotFound() {
        assertThat(found(query().states(List.of("zero\0")))).isEmpty();
        assertThat(found(query().exceptionText("half \uD83D"))).isEmpty();
        assertThat(found(query().name(new NameMatch(NameMatch.Kind.CONTAINS, "\0"))))
                .isEmpty();
        assertThat(found(query().clusters(List.of("no such")))).isEmpty();
    }

    private boolean hit(JobRun run, String text) {
        return store.ledger.exceptions(run.id()).stream().anyMatch(e -> e.text().contains(text));
    }

    private void finds(JobQueryBuilder query, Predicate<JobRun> which) {
        JobQuery asked = query.build();
        assertThat(found(query)).containsExactlyElementsOf(expected(asked.order(), asked.descending(), which));
    }

    /** Page by page. */
    private List<JobRun> found(JobQueryBuilder query) {
        List<JobRun> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<JobRun> page = store.jobs.jobs(query.build(), new PageRequest(11, cursor));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(11);
            found.addAll(page.items());
            cursor = page.cursor();
        } while (cursor != null);
        return found;
    }

    private List<JobRun> expected(JobOrder order, boolean descending, Predicate<JobRun> which) {
        Comparator<JobRun> comparator = comparator(order);
        return all.stream()
                .filter(which)
                .sorted(descending ? comparator.reversed() : comparator)
                .toList();
    }

    private static Comparator<JobRun> comparator(JobOrder order) {
        Comparator<JobRun> comparator = switch (order) {
            case START -> Comparator.comparing(JobRun::startTime);
            case END -> Comparator.comparing(run -> run.endTime() == null ? Long.MAX_VALUE : run.endTime());
            case DURATION ->
                Comparator.comparing(run -> run.endTime() == null ? Long.MAX_VALUE : run.endTime() - run.startTime());
            case NAME -> Comparator.comparing(run -> NameKey.of(run.name()), java.util.Arrays::compareUnsigned);
        };
        return comparator.thenComparing(JobRun::id);
    }

    private JobQueryBuilder query() {
        return JobQuery.builder().clusters(List.of(one, other));
    }
}
