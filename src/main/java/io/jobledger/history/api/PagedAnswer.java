package io.jobledger.history.api;

import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The answer to a call for a page. */
final class PagedAnswer {
    private PagedAnswer() {}

    /**
     * @param limit as given, null for the default
     * @param read gives the page, once it is known to be one that can be asked for
     * @param wording of an item
     * @param toPage from the items, and the cursor or null
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
