package io.jobledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.ClusterOwners.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service takes the names of the clusters that it runs in itself. */
abstract class ClaimContract {
    private final Store store;

    ClaimContract(Store store) {
        this.store = store;
    }

    @Test
    void allOfAServiceAreTakenUnderOneIdAndReleased(@TempDir Path dataDir) throws Exception {
        String cluster = store.unique("cluster-");
        ClusterClaims claims = claims(dataDir);

        claims.take("flink", cluster);
        claims.take("seatunnel", cluster);

        String id = Files.readString(dataDir.resolve("service-id"));
        assertThat(owner("flink", cluster).service()).isEqualTo(id);
        assertThat(owner("seatunnel", cluster).service()).isEqualTo(id);

        claims.release();

        assertThat(owner("flink", cluster).service()).isEqualTo("another");
        assertThat(owner("seatunnel", cluster).service()).isEqualTo("another");
    }

    @Test
    void oneThatIsRefusedSaysWhatToSet(@TempDir Path dataDir) throws Exception {
        String cluster = store.unique("cluster-");
        store.owners.claim("seatunnel", cluster, "another", null);
        ScheduledExecutorService another = Executors.newSingleThreadScheduledExecutor();
        ClusterClaims claims = claims(dataDir);
        try {
            another.scheduleWithFixedDelay(
                    () -> store.owners.beat("seatunnel", cluster, "another"), 0, 20, TimeUnit.MILLISECONDS);

            assertThatThrownBy(() -> claims.take("seatunnel", cluster))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("seatunnel cluster \"" + cluster + '"')
                    .hasMessageContaining("jobledger.seatunnel.cluster");
            // Another engine's cluster may have the name.
            claims.take("flink", cluster);
        } finally {
            another.shutdownNow();
            another.awaitTermination(10, TimeUnit.SECONDS);
            claims.release();
        }
        assertThat(owner("seatunnel", cluster).service()).isEqualTo("another");
    }

    private ClusterClaims claims(Path dataDir) {
        return new ClusterClaims(store.owners, dataDir, () -> {
            throw new IllegalStateException("There is no service to stop");
        });
    }

    private Owner owner(String engine, String cluster) {
        return store.owners.claim(engine, cluster, "another", null);
    }
}
