package io.jobledger.ledger.savepoints;

import io.micronaut.core.annotation.Nullable;

/**
 * Describes a completed savepoint that some run of the cluster made.
 *
 * @param path where the engine put it; unique in its cluster
 * @param runId null when the run's history has been deleted since
 * @param createdAt when it was triggered, milliseconds since the epoch
 * @param disposedAt milliseconds since the epoch; null unless its disposal was asked for through us and succeeded
 */
public record Savepoint(
        String engine,
        String cluster,
        String path,
        @Nullable Long runId,
        long checkpointId,
        long createdAt,
        @Nullable Long disposedAt) {}
