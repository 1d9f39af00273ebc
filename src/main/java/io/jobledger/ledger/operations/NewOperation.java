package io.jobledger.ledger.operations;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Nullable;

/**
 * Describes a request to an engine that is made now.
 *
 * @param jobId null when it concerns the cluster, or the job has no id yet
 * @param triggerId the id under which the engine (or the client) knows the operation; null when it has none
 * @param requestedAt milliseconds since the epoch
 * @param requestedFrom the client's address
 * @param request the request's line, body or parameters; only its first 16,777,216 characters are kept
 */
public record NewOperation(
        String engine,
        String cluster,
        @Nullable String jobId,
        OperationKind kind,
        @Nullable String triggerId,
        long requestedAt,
        @Nullable String requestedFrom,
        @Nullable String request) {
    public NewOperation {
        requireNonNull(engine, "engine");
        requireNonNull(cluster, "cluster");
        requireNonNull(kind, "kind");
    }
}
