package io.jobledger.ledger.operations;

import io.micronaut.core.annotation.Nullable;

/**
 * Describes a request to an engine, and its outcome.
 *
 * @param jobId null when it concerns the cluster, or the job had no id yet
 * @param triggerId the id under which the engine (or the client) knows the operation; null when it has none
 * @param requestedAt milliseconds since the epoch
 * @param requestedFrom the client's address
 * @param request the request's line, body or parameters: its first 16,777,216 characters
 * @param completedAt milliseconds since the epoch; null exactly while in progress
 * @param resultStatus the HTTP status of the engine's last answer, 100 to 599
 * @param result the engine's last body, whole: it is served and parsed again
 */
public record Operation(
        long id,
        String engine,
        String cluster,
        @Nullable String jobId,
        OperationKind kind,
        @Nullable String triggerId,
        long requestedAt,
        @Nullable String requestedFrom,
        @Nullable String request,
        OperationStatus status,
        @Nullable Long completedAt,
        @Nullable Integer resultStatus,
        @Nullable String result) {}
