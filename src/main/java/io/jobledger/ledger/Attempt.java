package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Nullable;

/**
 * One attempt to run one subtask. Told apart by vertex, subtask and attempt number.
 *
 * @param subtask from 0
 * @param attempt from 0
 * @param host null when never deployed, or not said
 * @param startTime milliseconds since the epoch; null before the start; so is a negative one, Flink's "not yet"
 * @param endTime as {@code startTime}; may lie before it, as an engine's clock may be set back
 */
public record Attempt(
        String vertexId,
        int subtask,
        int attempt,
        String status,
        @Nullable String host,
        @Nullable Long startTime,
        @Nullable Long endTime) {
    public Attempt {
        requireNonNull(vertexId, "vertexId");
        requireNonNull(status, "status");
        startTime = NegativeAsNull.orNull(startTime);
        endTime = NegativeAsNull.orNull(endTime);
    }
}
