package io.jobledger.ledger.search;

import io.micronaut.core.annotation.Nullable;
import java.util.List;

/**
 * Asks for savepoints. An empty list, like null, asks for all.
 *
 * @param jobId only those that a run of this job made
 * @param disposed whether only those disposed of, or only those that are not
 */
public record SavepointQuery(
        List<String> engines,
        List<String> clusters,
        @Nullable String jobId,
        @Nullable Boolean disposed,
        TimeRange created) {}
