package io.jobledger.ledger.savepoints;

import io.jobledger.ledger.clusters.ClusterRow;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("savepoints")
public record SavepointRow(
        @Id int clusterId,
        @Id String path,
        @Nullable Long runId,
        long checkpointId,
        long createdAt,
        @Nullable Long disposedAt) {
    public static final String TABLE = "savepoints (cluster_id, path, run_id, checkpoint_id, created_at)";

    /** The row's values in the order of {@link #TABLE}. */
    public Object[] values() {
        return new Object[] {clusterId, path, runId, checkpointId, createdAt};
    }

    Savepoint toSavepoint(ClusterRow cluster) {
        return new Savepoint(cluster.engine(), cluster.name(), path, runId, checkpointId, createdAt, disposedAt);
    }
}
