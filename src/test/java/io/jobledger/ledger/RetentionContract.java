package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.exception;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.retention.Retention;
import io.jobledger.ledger.retention.RetentionPreview;
import io.jobledger.ledger.retention.RetentionRule;
import io.jobledger.ledger.retention.RetentionRules;
import io.jobledger.ledger.retention.RunsForgotten;
import io.jobledger.ledger.runs.RunCounts;
import io.jobledger.ledger.search.ExceptionGroup;
import io.jobledger.ledger.search.ExceptionQuery;
import io.jobledger.ledger.search.TimeRange;
import io.micronaut.context.event.ApplicationEventPublisher;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules delete runs, and all that is counted stays true. Every test has a cluster of its own, which its rules name. */
abstract class RetentionContract {
    /** When the rules are applied: a day after the runs began. */
    private static final long NOW = START + Duration.ofDays(1).toMillis();

    private final Store store;
    private final Ledger ledger;
    private final AtomicInteger forgotten = new AtomicInteger();
    private String cluster;

    RetentionContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
    }

    @BeforeEach
    void begin() {
        cluster = store.unique("cluster-");
    }

    @Test
    void withoutRulesNothingGoes() {
        JobRun run = ended("a", "job", "FINISHED", 10);
        Retention none = retention();

        assertThat(none.enabled()).isFalse();
        assertThat(none.dryRun()).isEqualTo(new RetentionPreview(List.of(), 0));
        assertThat(none.apply(() -> true)).isZero();
        assertThat(ledger.run(run.id())).isPresent();
    }

    @Test
    void byAge() {
        JobRun old = ended("a", "job", "FINISHED", 10);
        JobRun lost = ledger.record(open(key("b"))
                .closure(Closure.LOST)
                .state("SUSPENDED")
                .endTime(START + 11)
                .build());
        ended("c", "job", "FINISHED", 12);
        ledger.record(open(key("d")).build());
        ledger.record(open(key("e")).endTime(START + 5).state("FINISHED").build());
        JobRun elsewhere = ledger.record(sealed(store.newJob()).build());
        RetentionRule rule = rule(null, null, Duration.ofMillis(NOW - START - 12), null);
        Retention retention = retention(rule);

        assertThat(retention.enabled()).isTrue();
        assertThat(retention.dryRun())
                .isEqualTo(new RetentionPreview(List.of(new RetentionPreview.Effect(rule, 2, List.of(old, lost))), 2));
        assertThat(retention.apply(() -> true)).isEqualTo(2);

        assertThat(jobs()).containsExactlyInAnyOrder("c", "d", "e");
        assertThat(ledger.run(elsewhere.id())).isPresent();
        assertThat(retention.dryRun().wouldDelete()).isZero();
        assertThat(retention.apply(() -> true)).isZero();
        assertThat(forgotten).hasValue(1);
    }

    @Test
    void byCount() {
        ended("a", "job", "FINISHED", 30);
        ended("b", "job", "FINISHED", 10);
        ended("c", "job", "FAILED", 20);
        ended("d", "job", "FINISHED", 20);
        ledger.record(open(key("e")).build());

        assertThat(retention(rule(null, null, null, 4L)).dryRun().wouldDelete()).isZero();
        assertThat(retention(rule(null, null, null, 2L)).dryRun().wouldDelete()).isEqualTo(2);
        retention(rule(null, null, null, 2L)).apply(() -> true);

        // Of those that ended in one millisecond, the one recorded last stays.
        assertThat(jobs()).containsExactlyInAnyOrder("a", "d", "e");
        retention(rule(null, null, null, 0L)).apply(() -> true);
        assertThat(jobs()).containsExactly("e");
    }

    @Test
    void byStateAndName() {
        ended("a", "nightly_report", "FINISHED", 10);
        ended("b", "nightly-report", "FINISHED", 10);
        ended("c", "nightly_report", "FAILED", 10);
        ended("d", "100%", "FAILED", 10);
        ended("e", "a nightly_report", "FINISHED", 10);

        retention(rule(null, "nightly_*", null, 1L)).apply(() -> true);
        assertThat(jobs()).containsExactlyInAnyOrder("b", "c", "d", "e");
        retention(rule("FAILED", "*0%", null, 0L)).apply(() -> true);
        assertThat(jobs()).containsExactlyInAnyOrder("b", "c", "e");
        retention(rule("FINISHED", "nightly", null, 0L)).apply(() -> true);
        retention(rule("FINISHED", "NIGHTLY*", null, 0L)).apply(() -> true);
        assertThat(jobs()).containsExactlyInAnyOrder("b", "c", "e");
        retention(rule("FINISHED", "*report", null, 0L)).apply(() -> true);
        assertThat(jobs()).containsExactly("c");
    }

    @Test
    void byEngine() {
        ended("a", "job", "FINISHED", 10);
        ledger.record(sealed(new JobKey("seatunnel", cluster, "b")).build());

        retention(new RetentionRule(0, "seatunnel", cluster, null, null, null, 0L))
                .apply(() -> true);

        assertThat(jobs()).containsExactly("a");
        assertThat(ledger.newestJobs("seatunnel", cluster, 10)).isEmpty();
        retention(new RetentionRule(0, "flink", store.unique("nowhere-"), null, null, null, 0L))
                .apply(() -> true);
        assertThat(jobs()).containsExactly("a");
    }

    @Test
    void aRunGoesIfAnyRuleSaysSo() {
        ended("a", "job", "FAILED", 10);
        ended("b", "job", "FAILED", 20);
        ended("c", "job", "FINISHED", 30);
        ended("d", "job", "FINISHED", 40);
        Retention both = retention(rule("FAILED", null, null, 0L), rule(null, null, null, 3L));

        RetentionPreview preview = both.dryRun();
        assertThat(preview.rules())
                .extracting(RetentionPreview.Effect::wouldDelete)
                .containsExactly(2L, 1L);
        assertThat(preview.wouldDelete()).isEqualTo(2);
        assertThat(both.apply(() -> true)).isEqualTo(2);
        assertThat(jobs()).containsExactlyInAnyOrder("c", "d");
    }

    @Test
    void aJobWhoseNewestRunGoesIsTheOneBefore() {
        JobRun first = ended("a", "job", "FINISHED", 10);
        JobRun second = ledger.record(
                sealed(key("a")).startTime(START + 100).endTime(START + 200).build());
        ledger.record(sealed(key("a"))
                .startTime(START + 300)
                .endTime(START + 400)
                .state("FAILED")
                .build());

        retention(rule("FAILED", null, null, 0L)).apply(() -> true);

        assertThat(ledger.newestRun(key("a")).orElseThrow().id()).isEqualTo(second.id());
        assertThat(ledger.newestJobs("flink", cluster, 10)).hasSize(1);
        assertThat(ledger.countByState("flink", cluster)).containsOnlyKeys("FINISHED");
        JobRun next = ledger.record(open(key("a")).startTime(START + 500).build());
        assertThat(ledger.runs(key("a"))).extracting(JobRun::id).containsExactly(next.id(), second.id(), first.id());
        assertThat(ledger.newestRun(key("a"))).contains(next);
    }

    @Test
    void allOfARunGoesButItsSavepoints() throws SQLException {
        String text = "java.lang.IllegalStateException: " + cluster + "\n\tat A.b(A.java:1)";
        JobRun gone = ledger.record(sealed(key("a"))
                .exceptions(List.of(exception(START + 100, text)))
                .build());
        ledger.record(sealed(key("b"))
                .endTime(START + 9_000)
                .exceptions(List.of(exception(START + 100, text), exception(START + 101, text)))
                .build());
        String path = store.savepoints.ofRun(gone.id()).get(0).path();
        assertThat(group().exceptions()).isEqualTo(3);

        retention(rule(null, null, null, 1L)).apply(() -> true);

        assertThat(ledger.run(gone.id())).isEmpty();
        assertThat(ledger.documents(gone.id())).isEmpty();
        assertThat(ledger.exceptions(gone.id())).isEmpty();
        assertThat(ledger.samples(gone.id())).isEmpty();
        assertThat(store.savepoints.find("flink", cluster, path).orElseThrow().runId())
                .isNull();
        assertThat(group().exceptions()).isEqualTo(2);
        assertThat(group().jobs()).isEqualTo(1);
    }

    @Test
    void manyGoAFewAtATime() {
        int jobs = 450;
        for (int i = 0; i < jobs; i++) {
            ended("job-" + i, "job", "FINISHED", i);
        }
        Retention retention = retention(rule(null, null, null, 10L));
        RetentionPreview.Effect effect = retention.dryRun().rules().get(0);
        assertThat(effect.wouldDelete()).isEqualTo(jobs - 10);
        assertThat(effect.examples())
                .extracting(run -> run.key().jobId())
                .hasSize(10)
                .startsWith("job-0", "job-1");

        AtomicInteger asked = new AtomicInteger();
        assertThat(retention.apply(() -> asked.incrementAndGet() <= 1)).isEqualTo(200);
        assertThat(retention.apply(() -> true)).isEqualTo(jobs - 10 - 200);

        assertThat(jobs()).hasSize(10).contains("job-449", "job-440");
    }

    /** Nobody waits for a run that is just being written; it goes the next time. */
    @Test
    void aRunThatIsBeingWrittenIsLeftAlone() {
        JobRun busy = ended("a", "job", "FINISHED", 10);
        ended("b", "job", "FINISHED", 20);
        Retention retention = retention(rule(null, null, null, 0L));

        store.bean(Transactions.class).write(() -> {
            store.bean(Database.class)
                    .update(new io.jobledger.ledger.database.Sql(
                            "UPDATE jobs SET observed_at = observed_at + 1 WHERE id = ?", busy.id()));
            return CompletableFuture.supplyAsync(() -> retention.apply(() -> true))
                    .join();
        });

        assertThat(jobs()).containsExactly("a");
        assertThat(retention.apply(() -> true)).isEqualTo(1);
        assertThat(jobs()).isEmpty();
    }

    @Test
    void recordersGoOnMeanwhile() {
        Retention retention = retention(rule("FINISHED", null, null, 0L));
        AtomicBoolean recording = new AtomicBoolean(true);
        List<CompletableFuture<Void>> recorders = new ArrayList<>();
        for (int recorder = 0; recorder < 3; recorder++) {
            recorders.add(CompletableFuture.runAsync(() -> {
                for (int start = 0; start < 40; start++) {
                    for (String job : List.of("a", "b")) {
                        ledger.record(sealed(key(job))
                                .startTime(START + start)
                                .state(start % 4 == 0 ? "FAILED" : "FINISHED")
                                .build());
                    }
                }
            }));
        }
        CompletableFuture<Void> deleting = CompletableFuture.runAsync(() -> {
            while (recording.get()) {
                retention.apply(() -> true);
            }
        });
        recorders.forEach(CompletableFuture::join);
        recording.set(false);
        deleting.join();
        retention.apply(() -> true);

        for (String job : List.of("a", "b")) {
            List<JobRun> runs = ledger.runs(key(job));
            assertThat(runs).hasSize(10).allMatch(run -> run.state().equals("FAILED"));
            assertThat(ledger.newestRun(key(job))).contains(runs.get(0));
        }
    }

    private ExceptionGroup group() {
        ExceptionQuery query = new ExceptionQuery(null, List.of(), List.of(cluster), TimeRange.ALL);
        List<ExceptionGroup> groups =
                store.exceptions.groups(query, new PageRequest(10, null)).items();
        assertThat(groups).hasSize(1);
        return groups.get(0);
    }

    private List<String> jobs() {
        return ledger.newestJobs("flink", cluster, 1000).stream()
                .map(run -> run.key().jobId())
                .toList();
    }

    private JobKey key(String job) {
        return new JobKey("flink", cluster, job);
    }

    private JobRun ended(String job, String name, String state, int end) {
        return ledger.record(open(key(job))
                .name(name)
                .state(state)
                .closure(Closure.SEALED)
                .endTime(START + end)
                .build());
    }

    private RetentionRule rule(String state, String name, Duration maxAge, Long maxCount) {
        return new RetentionRule(0, null, cluster, state, name, maxAge, maxCount);
    }

    private Retention retention(RetentionRule... rules) {
        ApplicationEventPublisher<RunsForgotten> publisher = event -> forgotten.incrementAndGet();
        return new Retention(
                new RetentionRules(List.of(rules)),
                store.bean(Database.class),
                store.bean(Transactions.class),
                store.bean(RunCounts.class),
                ledger,
                publisher,
                Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
    }
}
