package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("savepoints")
record SavepointRow(
        @Id int clusterId,
        @Id String path,
        @Nullable Long runId,
        long checkpointId,
        long createdAt,
        @Nullable Long disposedAt) {
    static final String TABLE = "savepoints (cluster_id, path, run_id, checkpoint_id, created_at)";

    Savepoint toSavepoint(ClusterRow cluster) {
        return new Savepoint(cluster.engine(), cluster.name(), path, runId, checkpointId, createdAt, disposedAt);
    }

    /** Of the savepoint that a checkpoint made, in the order of {@link #TABLE}. */
    static Object[] values(int clusterId, CheckpointRow made) {
        return new Object[] {clusterId, made.externalPath(), made.runId(), made.checkpointId(), made.triggerTime()};
    }
}
