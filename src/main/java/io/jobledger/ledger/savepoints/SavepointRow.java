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
    Savepoint toSavepoint(ClusterRow cluster) {
        return new Savepoint(cluster.engine(), cluster.name(), path, runId, checkpointId, createdAt, disposedAt);
    }
}
