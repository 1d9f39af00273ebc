package io.jobledger.ledger.search;

import io.micronaut.core.annotation.Nullable;
import java.util.List;

/**
 * Asks for exceptions. An empty list, like null, asks for all.
 *
 * @param text only those whose stack trace contains it, in upper or lower case
 * @param seen only groups with an exception in this range, as far as first and last seen tell
 */
public record ExceptionQuery(@Nullable String text, List<String> engines, List<String> clusters, TimeRange seen) {}
