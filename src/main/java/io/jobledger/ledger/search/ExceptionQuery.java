package io.jobledger.ledger.search;

import io.micronaut.core.annotation.Nullable;
import java.util.List;

/**
 * Which exceptions are asked for. An empty list, like null, asks for all.
 *
 * @param text only those whose stack trace contains it, in whatever case
 * @param seen only groups of which some exception happened in this range, as far as first and last seen tell
 */
public record ExceptionQuery(@Nullable String text, List<String> engines, List<String> clusters, TimeRange seen) {}
