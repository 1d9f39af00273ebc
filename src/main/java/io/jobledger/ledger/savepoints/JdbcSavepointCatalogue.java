package io.jobledger.ledger.savepoints;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Transactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcSavepointCatalogue implements SavepointCatalogue {
    private final Clusters clusters;
    private final SavepointRows rows;
    private final Transactions transactions;

    JdbcSavepointCatalogue(Clusters clusters, SavepointRows rows, Transactions transactions) {
        this.clusters = clusters;
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public Optional<Savepoint> find(String engine, String cluster, String path) {
        if (!Limits.storable(path, Limits.SAVEPOINT_PATH)) {
            return Optional.empty();
        }
        return clusters.find(engine, cluster)
                .flatMap(id -> rows.findByClusterIdAndPath(id, path))
                .map(this::savepoint);
    }

    @Override
    public List<Savepoint> ofRun(long runId) {
        return rows.findByRunIdOrderByCheckpointIdDesc(runId).stream()
                .map(this::savepoint)
                .toList();
    }

    @Override
    public boolean markDisposed(String engine, String cluster, String path, long at) {
        if (!Limits.storable(path, Limits.SAVEPOINT_PATH)) {
            return false;
        }
        return clusters.find(engine, cluster)
                .map(id -> transactions.write(() -> rows.dispose(id, path, at)) > 0)
                .orElse(false);
    }

    private Savepoint savepoint(SavepointRow row) {
        return row.toSavepoint(clusters.byId(row.clusterId()));
    }
}
