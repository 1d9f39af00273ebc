package io.jobledger.connect.operation;

import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.core.annotation.Nullable;
import java.util.Map;

/**
 * Describes a change that a client asks for.
 *
 * @param connector null for all of them, or for none
 * @param task null for all tasks
 * @param config of a connector that is to be made, secrets in clear; null for none, or if it is malformed
 * @param from the client's address, null if it is not known
 */
public record ConnectChange(
        OperationKind kind,
        @Nullable String connector,
        @Nullable Integer task,
        @Nullable Map<String, String> config,
        @Nullable String from) {}
