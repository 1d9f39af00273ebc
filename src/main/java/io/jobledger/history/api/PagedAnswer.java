package io.jobledger.history.api;

import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes the answer to a request for a page. */
final class PagedAnswer {
    private PagedAnswer() {}

    /**
     * @param limit as given, null for the default
     * @param read gives the page, once the limit is checked
     * @param wording makes the contract's item
     * @param toPage makes the contract's page from the items, and the cursor or null
     */
    static <T, W, P> HttpResponse<P> of(
            @Nullable Integer limit,
            @Nullable String cursor,
            Function<PageRequest, Page<T>> read,
            Function<T, W> wording,
            BiFunction<List<W>, String, P> toPage) {
        Page<T> page = read.apply(Parameters.page(limit, cursor));
        return HttpResponse.ok(toPage.apply(page.items().stream().map(wording).toList(), page.cursor()));
    }
}
