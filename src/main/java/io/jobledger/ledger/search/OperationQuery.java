package io.jobledger.ledger.search;

import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationStatus;
import io.micronaut.core.annotation.Nullable;
import java.util.List;

/** Asks for operations. An empty list, like null, asks for all. */
public record OperationQuery(
        List<String> engines,
        List<String> clusters,
        @Nullable String jobId,
        List<OperationKind> kinds,
        List<OperationStatus> statuses,
        TimeRange requested) {}
