package io.jobledger.ledger.page;

import io.micronaut.core.annotation.Nullable;

/**
 * Asks for one page of an answer.
 *
 * @param limit how many items at most, 1 to {@value #MAX_LIMIT}
 * @param cursor from the page before, asked with the same question; null for the first page
 */
public record PageRequest(int limit, @Nullable String cursor) {
    public static final int MAX_LIMIT = 1000;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("A limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }
}
