package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Nullable;

/**
 * A vertex (task, pipeline) of a run's graph. Told apart by its id.
 *
 * @param ordinal the place in the engine's own order, from 0
 * @param maxParallelism null when the engine does not say; so is anything below 1
 * @param startTime milliseconds since the epoch; null before the start; so is a negative one, Flink's "not yet"
 * @param endTime as {@code startTime}; may lie before it, as an engine's clock may be set back
 */
public record Vertex(
        String vertexId,
        int ordinal,
        String name,
        int parallelism,
        @Nullable Integer maxParallelism,
        String status,
        @Nullable Long startTime,
        @Nullable Long endTime) {
    public Vertex {
        requireNonNull(vertexId, "vertexId");
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        maxParallelism = maxParallelism != null && maxParallelism < 1 ? null : maxParallelism;
        startTime = NegativeAsNull.orNull(startTime);
        endTime = NegativeAsNull.orNull(endTime);
    }
}
