package io.jobledger.ledger.page;

import io.micronaut.core.annotation.Nullable;
import java.util.List;

/**
 * Holds some of the answers to a query, in its order.
 *
 * @param cursor asks the same query for the next page; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String cursor) {
    public Page {
        items = List.copyOf(items);
    }
}
