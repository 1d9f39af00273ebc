package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;

@Singleton
final class JdbcClusterOwners implements ClusterOwners {
    private final Clusters clusters;
    private final ClusterRows rows;
    private final Transactions transactions;

    JdbcClusterOwners(Clusters clusters, ClusterRows rows, Transactions transactions) {
        this.clusters = clusters;
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public Owner claim(String engine, String cluster, String service, @Nullable Owner silent) {
        int id = clusters.findOrAdd(engine, cluster);
        return transactions.write(() -> {
            if (rows.claim(id, service) == 0 && silent != null) {
                rows.takeOver(id, service, silent.service(), silent.beats());
            }
            ClusterRow row = rows.findById(id).orElseThrow();
            return new Owner(row.owner(), row.beats());
        });
    }

    /** Not by {@link Transactions}: it need not be on disk, and the next one comes soon. */
    @Override
    public boolean beat(String engine, String cluster, String service) {
        return rows.beat(clusters.findOrAdd(engine, cluster), service) > 0;
    }

    @Override
    public void release(String engine, String cluster, String service) {
        int id = clusters.findOrAdd(engine, cluster);
        transactions.write(() -> rows.release(id, service));
    }
}
