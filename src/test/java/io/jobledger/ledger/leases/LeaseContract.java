package io.jobledger.ledger.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.Store;
import io.jobledger.ledger.database.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What one service at a time may do. The services here tell no beats by themselves, and each has a clock of its own. */
public abstract class LeaseContract {
    private final Store store;

    protected LeaseContract(Store store) {
        this.store = store;
    }

    @Test
    void oneOfManyHasIt() {
        String lease = store.unique("lease-");
        List<Service> services =
                IntStream.range(0, 8).mapToObj(i -> new Service("service-" + i)).toList();

        assertThat(holders(services, lease)).hasSize(1);
        Service holder = holders(services, lease).get(0);
        assertThat(holders(services, lease)).containsExactly(holder);
        assertThat(services.get(0).leases.hold(store.unique("lease-"))).isTrue();
    }

    @Test
    void whatIsReleasedIsFreeForAllOthers() {
        String lease = store.unique("lease-");
        Service one = new Service("one");
        Service two = new Service("two");
        assertThat(one.leases.hold(lease)).isTrue();

        two.leases.release(lease);
        assertThat(two.leases.hold(lease)).isFalse();

        one.leases.release(lease);
        assertThat(two.leases.hold(lease)).isTrue();
        assertThat(one.leases.hold(lease)).isFalse();
    }

    @Test
    void aHolderThatLivesKeepsItHoweverLongOthersAsk() {
        String lease = store.unique("lease-");
        Service holder = new Service("holder");
        Service other = new Service("other");
        assertThat(holder.leases.hold(lease)).isTrue();

        for (int i = 0; i < 10; i++) {
            assertThat(other.leases.hold(lease)).isFalse();
            other.pass(JdbcLeases.SILENCE.minusNanos(1));
            assertThat(other.leases.hold(lease)).isFalse();
            holder.leases.beat();
        }
        assertThat(holder.leases.hold(lease)).isTrue();
    }

    @Test
    void aSilentHolderIsReplacedByOneOther() {
        String lease = store.unique("lease-");
        Service killed = new Service("killed");
        assertThat(killed.leases.hold(lease)).isTrue();
        List<Service> heirs =
                IntStream.range(0, 8).mapToObj(i -> new Service("heir-" + i)).toList();
        assertThat(holders(heirs, lease)).isEmpty();

        heirs.forEach(heir -> heir.pass(JdbcLeases.SILENCE));
        List<Service> replacement = holders(heirs, lease);

        assertThat(replacement).hasSize(1);
        heirs.forEach(heir -> heir.pass(JdbcLeases.SILENCE.minusNanos(1)));
        assertThat(holders(heirs, lease)).isEqualTo(replacement);
    }

    /** As after its machine was suspended. */
    @Test
    void whoLostItLearnsSo() {
        String lease = store.unique("lease-");
        Service suspended = new Service("suspended");
        Service heir = new Service("heir");
        assertThat(suspended.leases.hold(lease)).isTrue();
        assertThat(heir.leases.hold(lease)).isFalse();
        heir.pass(JdbcLeases.SILENCE);
        assertThat(heir.leases.hold(lease)).isTrue();

        assertThat(suspended.leases.hold(lease)).isFalse();
        suspended.leases.beat();
        suspended.leases.release(lease);

        assertThat(heir.leases.hold(lease)).isTrue();
    }

    @Test
    void theSameServiceHasItBackAtOnceAfterACrash() {
        String lease = store.unique("lease-");
        assertThat(new Service("one").leases.hold(lease)).isTrue();

        Service again = new Service("one");
        long before = beats(lease);
        again.leases.beat();
        assertThat(beats(lease)).as("what was not asked for").isEqualTo(before);

        assertThat(again.leases.hold(lease)).isTrue();
        again.leases.beat();
        assertThat(beats(lease)).isGreaterThan(before);
    }

    @Test
    void allAreReleasedAtTheStop() throws Exception {
        String first = store.unique("lease-");
        String second = store.unique("lease-");
        Service one = new Service("one");
        assertThat(one.leases.hold(first)).isTrue();
        assertThat(one.leases.hold(second)).isTrue();

        one.leases.stop();

        Service two = new Service("two");
        assertThat(two.leases.hold(first)).isTrue();
        assertThat(two.leases.hold(second)).isTrue();
    }

    @Test
    void theServiceItselfBeats() {
        String lease = store.unique("lease-");
        Leases leases = store.bean(Leases.class);
        assertThat(leases.hold(lease)).isTrue();
        long before = beats(lease);

        Awaitility.await("beats").atMost(Duration.ofSeconds(60)).until(() -> beats(lease) > before);

        leases.release(lease);
        long released = beats(lease);
        String other = store.unique("lease-");
        leases.hold(other);
        long otherBefore = beats(other);
        Awaitility.await("beats of another").atMost(Duration.ofSeconds(60)).until(() -> beats(other) > otherBefore);
        leases.release(other);
        assertThat(beats(lease)).isEqualTo(released);
    }

    private long beats(String lease) {
        return Long.parseLong(store.query("SELECT beats FROM leases WHERE name = '" + lease + '\'')
                .get(0));
    }

    /** Those that have it, all asking at once. */
    private static List<Service> holders(List<Service> services, String lease) {
        List<CompletableFuture<Stream<Service>>> asked = services.stream()
                .map(service -> CompletableFuture.supplyAsync(
                        () -> service.leases.hold(lease) ? Stream.of(service) : Stream.<Service>empty()))
                .toList();
        return asked.stream().flatMap(CompletableFuture::join).toList();
    }

    private final class Service {
        private volatile long now = System.nanoTime();
        private final JdbcLeases leases;

        Service(String id) {
            leases = new JdbcLeases(store.bean(LeaseRows.class), store.bean(Transactions.class), () -> id, () -> now);
        }

        void pass(Duration time) {
            now += time.toNanos();
        }
    }
}
