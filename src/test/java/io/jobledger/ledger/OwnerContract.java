package io.jobledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.ClusterOwners.Owner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who runs a cluster in itself. */
abstract class OwnerContract {
    private static final String ENGINE = "flink";

    private final Store store;

    OwnerContract(Store store) {
        this.store = store;
    }

    @Test
    void theFirstHasItAndHasItAgainAfterACrash() {
        String cluster = store.unique("cluster-");
        assertThat(claim(cluster, "one", null).service()).isEqualTo("one");
        assertThat(claim(cluster, "two", null).service()).isEqualTo("one");
        assertThat(claim(cluster, "one", null).service()).isEqualTo("one");
        assertThat(claim(store.unique("cluster-"), "two", null).service()).isEqualTo("two");
    }

    @Test
    void anOwnerThatMovesKeepsIt() {
        String cluster = store.unique("cluster-");
        claim(cluster, "one", null);
        Owner seen = claim(cluster, "two", null);
        assertThat(store.owners.beat(ENGINE, cluster, "one")).isTrue();
        assertThat(claim(cluster, "two", seen).service()).isEqualTo("one");
        assertThat(claim(cluster, "two", null).beats()).isGreaterThan(seen.beats());
        assertThat(store.owners.beat(ENGINE, cluster, "two")).isFalse();
    }

    @Test
    void anOwnerThatDoesNotMoveLosesItToOneOther() {
        String cluster = store.unique("cluster-");
        claim(cluster, "one", null);
        Owner seen = claim(cluster, "two", null);
        List<CompletableFuture<Owner>> claims = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> claim(cluster, "heir-" + i, seen)))
                .toList();
        List<String> heirs =
                claims.stream().map(claim -> claim.join().service()).distinct().toList();
        assertThat(heirs).singleElement().asString().startsWith("heir-");
        assertThat(store.owners.beat(ENGINE, cluster, "one")).isFalse();
        assertThat(store.owners.beat(ENGINE, cluster, heirs.get(0))).isTrue();
    }

    @Test
    void whatIsReleasedIsFree() {
        String cluster = store.unique("cluster-");
        claim(cluster, "one", null);
        store.owners.release(ENGINE, cluster, "two");
        assertThat(claim(cluster, "two", null).service()).isEqualTo("one");
        store.owners.release(ENGINE, cluster, "one");
        assertThat(claim(cluster, "two", null).service()).isEqualTo("two");
    }

    private Owner claim(String cluster, String service, Owner silent) {
        return store.owners.claim(ENGINE, cluster, service, silent);
    }
}
