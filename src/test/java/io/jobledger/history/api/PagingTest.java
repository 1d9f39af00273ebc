package io.jobledger.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.history.HistoryService;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Snapshots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, asked for one after the other while others record jobs that belong before, between and after. */
class PagingTest {
    private static final int JOBS = 300;

    private static HistoryService history;

    @BeforeAll
    static void start() {
        history = HistoryService.start();
    }

    @AfterAll
    static void stop() {
        history.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "end", "duration", "name"})
    void noJobIsMissedOrTwice(String sort) {
        String cluster = "by-" + sort;
        Set<String> before = new HashSet<>();
        for (int i = 0; i < JOBS; i++) {
            before.add(record(cluster, "old-" + i, i));
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger recorded = new AtomicInteger();
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                int i = recorded.getAndIncrement();
                record(cluster, "new-" + i, i * 7 % JOBS);
            }
        });
        List<String> seen = new ArrayList<>();
        try {
            Awaitility.await().until(() -> recorded.get() > 3);
            history.pages("/history/jobs?limit=7&sort=" + sort + "&cluster=" + cluster, "jobs")
                    .forEach(job -> seen.add(job.get("jobId").getStringValue()));
        } finally {
            done.set(true);
            others.join();
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(before);
    }

    /** Many start, end and are called alike. */
    private static String record(String cluster, String jobId, int i) {
        long start = Snapshots.START + i / 3;
        history.record(Snapshots.open(new JobKey("flink", cluster, jobId))
                .name("job-" + i % 10)
                .startTime(start)
                .state("FINISHED")
                .closure(io.jobledger.ledger.Closure.SEALED)
                .endTime(start + i % 5)
                .observedAt(start + 9_000));
        return jobId;
    }
}
