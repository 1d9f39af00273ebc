package io.jobledger.ledger.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.Store;
import io.jobledger.ledger.database.Transactions;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A service takes the names of the clusters that it runs in itself. */
public abstract class ClaimContract {
    private final Store store;

    protected ClaimContract(Store store) {
        this.store = store;
    }

    @Test
    void aServiceTakesNamesPerEngine() throws Exception {
        String cluster = store.unique("cluster-");
        ClusterClaims claims = claims("one");
        try {
            claims.take("flink", cluster);

            assertThat(leases("another").hold(ClusterClaims.lease("flink", cluster)))
                    .isFalse();
            assertThat(leases("another").hold(ClusterClaims.lease("seatunnel", cluster)))
                    .isTrue();
        } finally {
            claims.stop();
        }
    }

    @Test
    void oneThatIsRefusedSaysWhatToSet() throws Exception {
        String cluster = store.unique("cluster-");
        JdbcLeases another = leases("another");
        assertThat(another.hold(ClusterClaims.lease("seatunnel", cluster))).isTrue();
        ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
        ClusterClaims claims = claims("one");
        try {
            beats.scheduleWithFixedDelay(another::beat, 0, 20, TimeUnit.MILLISECONDS);

            assertThatThrownBy(() -> claims.take("seatunnel", cluster))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("seatunnel cluster \"" + cluster + '"')
                    .hasMessageContaining("jobledger.seatunnel.cluster");
            // Another engine's cluster may have the name.
            claims.take("flink", cluster);
        } finally {
            beats.shutdownNow();
            beats.awaitTermination(10, TimeUnit.SECONDS);
            claims.stop();
        }
        assertThat(another.hold(ClusterClaims.lease("seatunnel", cluster))).isTrue();
    }

    private ClusterClaims claims(String service) {
        return new ClusterClaims(leases(service), () -> {
            throw new IllegalStateException("There is no service to stop");
        });
    }

    private JdbcLeases leases(String service) {
        return new JdbcLeases(
                store.bean(LeaseRows.class), store.bean(Transactions.class), () -> service, System::nanoTime);
    }
}
