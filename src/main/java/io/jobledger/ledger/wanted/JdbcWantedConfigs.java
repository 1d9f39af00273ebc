package io.jobledger.ledger.wanted;

import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Limits;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Transactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcWantedConfigs implements WantedConfigs {
    private final WantedRows rows;
    private final Clusters clusters;
    private final Transactions transactions;

    JdbcWantedConfigs(WantedRows rows, Clusters clusters, Transactions transactions) {
        this.rows = rows;
        this.clusters = clusters;
        this.transactions = transactions;
    }

    @Override
    public List<WantedConfig> of(String engine, String cluster) {
        return clusters.find(engine, cluster)
                .map(id -> rows.findByClusterIdOrderByWantedAt(id).stream()
                        .map(WantedRow::toWanted)
                        .toList())
                .orElse(List.of());
    }

    @Override
    public Optional<WantedConfig> find(JobKey job) {
        return Limits.storable(job)
                ? clusters.find(job.engine(), job.cluster())
                        .flatMap(id -> rows.findByClusterIdAndJobId(id, job.jobId()))
                        .map(WantedRow::toWanted)
                : Optional.empty();
    }

    @Override
    public void want(String engine, String cluster, WantedConfig config, long at) {
        if (!Limits.storable(new JobKey(engine, cluster, config.jobId())) || !Limits.clean(config.config())) {
            throw new IllegalArgumentException("Not a configuration that can be kept: " + config);
        }
        int id = clusters.findOrAdd(engine, cluster);
        transactions.write(() -> {
            if (rows.replace(id, config.jobId(), config.state(), config.config()) == 0) {
                rows.save(new WantedRow(id, config.jobId(), config.state(), config.config(), at));
            }
            return null;
        });
    }

    @Override
    public void drop(JobKey job) {
        if (Limits.storable(job)) {
            clusters.find(job.engine(), job.cluster())
                    .ifPresent(id -> transactions.writeInReserve(() -> rows.delete(id, job.jobId())));
        }
    }
}
