package io.jobledger.ledger.page;

import io.micronaut.core.annotation.Nullable;
import java.util.List;

/**
 * Some of the answers to a question, in its order.
 *
 * @param cursor what to ask the same question with for the next page; null on the last one
 */
public record Page<T>(List<T> items, @Nullable String cursor) {
    public Page {
        items = List.copyOf(items);
    }
}
