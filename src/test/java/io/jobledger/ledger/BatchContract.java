package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.full;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many snapshots at once become what they would have become one by one. */
abstract class BatchContract {
    private final Store store;
    private final Ledger ledger;

    BatchContract(Store store) {
        this.store = store;
        this.ledger = store.ledger;
    }

    @Test
    void whatIsRecordedTogetherIsGivenBack() {
        List<JobSnapshot> snapshots = jobs(150, store.unique("cluster-"));

        List<Recorded> recorded = ledger.recordAll(snapshots.stream());

        assertThat(recorded).hasSameSizeAs(snapshots);
        for (int i = 0; i < snapshots.size(); i++) {
            assertThat(recorded.get(i).news()).isTrue();
            isWhole(snapshots.get(i), recorded.get(i).run());
        }
        var before = store.rowCounts();
        assertThat(ledger.recordAll(snapshots.stream()))
                .allSatisfy(again -> assertThat(again.news()).isFalse());
        assertThat(store.rowCounts()).isEqualTo(before);
    }

    /** A job that runs, one that is sealed, one that has had a life before, and one that comes twice. */
    @Test
    void whatIsKnownIsMerged() {
        JobKey running = store.newJob();
        JobKey sealed = store.newJob();
        JobKey former = store.newJob();
        JobKey twice = store.newJob();
        ledger.record(full(open(running)).build());
        ledger.record(sealed(sealed).build());
        ledger.record(sealed(former).build());
        JobSnapshot second = sealed(former)
                .startTime(START + 100_000)
                .endTime(START + 100_001)
                .build();

        List<Recorded> recorded = ledger.recordAll(Stream.of(
                sealed(running).build(),
                sealed(sealed).name("other").build(),
                second,
                sealed(twice).build(),
                sealed(twice).name("other").build()));

        assertThat(recorded).extracting(Recorded::news).containsExactly(true, false, true, true, false);
        assertThat(ledger.newestRun(running).orElseThrow().closure()).isEqualTo(Closure.SEALED);
        assertThat(ledger.newestRun(sealed).orElseThrow().name()).isEqualTo("probe-stream");
        assertThat(ledger.runs(former)).extracting(JobRun::run).containsExactly(2, 1);
        assertThat(ledger.runs(twice)).extracting(JobRun::name).containsExactly("probe-stream");
        assertThat(ledger.runs("flink", running.cluster(), List.of(running.jobId(), "unknown")))
                .containsOnlyKeys(running.jobId());
    }

    @Test
    void oneThatIsRefusedKeepsNoOtherOut() {
        List<JobSnapshot> snapshots = new ArrayList<>(jobs(5, store.unique("cluster-")));
        Vertex odd = new Vertex("v", -1, "n", 1, 1, "RUNNING", START, null);
        snapshots.set(2, snapshots.get(2).toBuilder().vertices(List.of(odd)).build());

        List<Recorded> recorded = ledger.recordAll(snapshots.stream());

        assertThat(recorded.get(2).failure()).isNotNull();
        assertThat(ledger.newestRun(snapshots.get(2).key())).isEmpty();
        for (int i : new int[] {0, 1, 3, 4}) {
            isWhole(snapshots.get(i), recorded.get(i).run());
        }
    }

    @Test
    void fourWritersOfTheSameJobsMakeEachOnce() throws Exception {
        List<JobSnapshot> snapshots = jobs(100, store.unique("cluster-"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Recorded>>> writers = IntStream.range(0, 4)
                    .mapToObj(writer -> threads.submit(() -> {
                        List<JobSnapshot> shuffled = new ArrayList<>(snapshots);
                        Collections.shuffle(shuffled, new Random(writer));
                        List<Recorded> recorded = new ArrayList<>();
                        for (int from = 0; from < shuffled.size(); from += 25) {
                            recorded.addAll(ledger.recordAll(shuffled.subList(from, from + 25).stream()));
                        }
                        return recorded;
                    }))
                    .toList();
            long news = 0;
            for (Future<List<Recorded>> writer : writers) {
                news += writer.get().stream().filter(Recorded::news).count();
            }
            assertThat(news).isEqualTo(100);
        } finally {
            threads.shutdown();
        }
        for (JobSnapshot snapshot : snapshots) {
            assertThat(ledger.runs(snapshot.key())).hasSize(1);
            isWhole(snapshot, ledger.newestRun(snapshot.key()).orElseThrow());
        }
    }

    private static List<JobSnapshot> jobs(int count, String cluster) {
        return IntStream.range(0, count)
                .mapToObj(number -> sealed(new JobKey("flink", cluster, String.format("%032x", number * 7919 % 1009)))
                        .checkpoints(List.of(
                                Snapshots.checkpoint(1, Checkpoint.COMPLETED),
                                Snapshots.savepoint(2, "file:/sp/" + cluster + "/" + number % 10)))
                        .build())
                .toList();
    }

    private void isWhole(JobSnapshot snapshot, JobRun run) {
        assertThat(ledger.newestRun(snapshot.key())).contains(run);
        assertThat(run.closure()).isEqualTo(Closure.SEALED);
        assertThat(run.endTime()).isEqualTo(snapshot.endTime());
        assertThat(ledger.states(run.id())).isEqualTo(snapshot.states());
        assertThat(ledger.vertices(run.id())).isEqualTo(snapshot.vertices());
        assertThat(ledger.attempts(run.id())).isEqualTo(snapshot.attempts());
        assertThat(ledger.checkpoints(run.id())).containsExactlyInAnyOrderElementsOf(snapshot.checkpoints());
        assertThat(ledger.exceptions(run.id())).isEqualTo(snapshot.exceptions());
        assertThat(ledger.documents(run.id())).isEqualTo(snapshot.documents());
        assertThat(ledger.samples(run.id())).isEqualTo(snapshot.samples());
    }
}
