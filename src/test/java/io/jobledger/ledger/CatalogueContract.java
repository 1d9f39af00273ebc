package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.START;
import static io.jobledger.ledger.Snapshots.checkpoint;
import static io.jobledger.ledger.Snapshots.open;
import static io.jobledger.ledger.Snapshots.savepoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.jars.Jar;
import io.jobledger.ledger.savepoints.Savepoint;
import io.jobledger.ledger.wanted.WantedConfig;
import io.jobledger.ledger.wanted.WantedConfigs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jars, wanted configurations and savepoints. */
abstract class CatalogueContract {
    private final Store store;

    CatalogueContract(Store store) {
        this.store = store;
    }

    @Test
    void jarsComeAndGo() {
        String name = store.unique("jar-");
        Jar old = new Jar(name + "-1", "a.jar", "a".repeat(64), 10, 1, List.of("A", "b.C"));
        Jar young = new Jar(name + "-2", "b.jar", "b".repeat(64), 20, 2, List.of());

        store.jars.add(old);
        store.jars.add(young);
        store.jars.add(new Jar(old.id(), "other.jar", "c".repeat(64), 30, 3, List.of()));

        assertThat(store.jars.find(old.id())).contains(old);
        assertThat(store.jars.list()).containsSubsequence(young, old);
        assertThat(store.jars.remove(old.id())).isTrue();
        assertThat(store.jars.remove(old.id())).isFalse();
        assertThat(store.jars.find(old.id())).isEmpty();
        assertThat(store.jars.find("zero\0")).isEmpty();
        assertThatThrownBy(() -> new Jar("zero\0", "a.jar", "a".repeat(64), 10, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        store.jars.remove(young.id());
    }

    @Test
    void wantedConfigsComeAndGo() {
        WantedConfigs wanted = store.bean(WantedConfigs.class);
        JobKey key = new JobKey("connect", store.unique("cluster-"), "b");
        WantedConfig first = new WantedConfig("b", "RUNNING", "{\"note\":\"" + "n".repeat(100_000) + "\"}");
        WantedConfig second = new WantedConfig("a", "RUNNING", "{}");

        wanted.want(key.engine(), key.cluster(), first, START);
        wanted.want(key.engine(), key.cluster(), second, START + 1);
        wanted.want(key.engine(), key.cluster(), first.in("PAUSED"), START + 2);

        assertThat(wanted.of(key.engine(), key.cluster())).containsExactly(first.in("PAUSED"), second);
        assertThat(wanted.find(key)).contains(first.in("PAUSED"));
        assertThat(wanted.of(key.engine(), store.unique("cluster-"))).isEmpty();
        wanted.drop(key);
        wanted.drop(key);
        assertThat(wanted.of(key.engine(), key.cluster())).containsExactly(second);
        assertThatThrownBy(() ->
                        wanted.want(key.engine(), key.cluster(), new WantedConfig("zero\0", "RUNNING", "{}"), START))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void completedSavepointsAreCatalogued() {
        JobKey key = store.newJob();
        Checkpoint pending = new Checkpoint(
                3,
                0,
                "IN_PROGRESS",
                "SAVEPOINT",
                START,
                null,
                null,
                null,
                null,
                null,
                null,
                "file:/sp/3",
                false,
                null,
                null,
                true);
        JobRun run = ledger(open(key)
                .checkpoints(List.of(
                        checkpoint(1, Checkpoint.COMPLETED),
                        savepoint(2, "file:/sp/2"),
                        pending,
                        savepoint(4, "file:/too-long/" + "x".repeat(1024)))));

        Savepoint second = new Savepoint("flink", key.cluster(), "file:/sp/2", run.id(), 2, START + 2, null);
        assertThat(store.savepoints.ofRun(run.id())).containsExactly(second);

        ledger(open(key).checkpoints(List.of(savepoint(3, "file:/sp/3"))));

        assertThat(store.savepoints.ofRun(run.id()))
                .extracting(Savepoint::checkpointId)
                .containsExactly(3L, 2L);
        assertThat(store.savepoints.find("flink", key.cluster(), "file:/sp/2")).contains(second);
        assertThat(store.savepoints.find("flink", store.newJob().cluster(), "file:/sp/2"))
                .isEmpty();
    }

    @Test
    void aSavepointIsDisposedOfOnce() {
        JobKey key = store.newJob();
        JobSnapshotBuilder snapshot = open(key).checkpoints(List.of(savepoint(2, "file:/sp/2")));
        ledger(snapshot);

        assertThat(store.savepoints.markDisposed("flink", key.cluster(), "file:/sp/2", 100))
                .isTrue();
        assertThat(store.savepoints.markDisposed("flink", key.cluster(), "file:/sp/2", 200))
                .isFalse();
        assertThat(store.savepoints.markDisposed("flink", key.cluster(), "file:/sp/9", 200))
                .isFalse();
        ledger(snapshot);

        assertThat(store.savepoints
                        .find("flink", key.cluster(), "file:/sp/2")
                        .orElseThrow()
                        .disposedAt())
                .isEqualTo(100);
    }

    private JobRun ledger(JobSnapshotBuilder snapshot) {
        return store.ledger.record(snapshot.build());
    }
}
