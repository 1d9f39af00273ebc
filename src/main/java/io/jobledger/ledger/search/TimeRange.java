package io.jobledger.ledger.search;

import io.micronaut.core.annotation.Nullable;

/**
 * Spans a time or duration in milliseconds.
 *
 * @param from inclusive; null for no bound
 * @param to exclusive; null for no bound
 */
public record TimeRange(@Nullable Long from, @Nullable Long to) {
    public static final TimeRange ALL = new TimeRange(null, null);
}
