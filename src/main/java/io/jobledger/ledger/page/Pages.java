package io.jobledger.ledger.page;

import java.util.List;
import java.util.function.Function;

/** Makes a page from one item more than it may have. */
public final class Pages {
    private Pages() {}

    /**
     * @param items one more than the limit if there is another page
     * @param end the cursor after an item
     */
    public static <T> Page<T> of(List<T> items, PageRequest page, Object question, Function<T, Cursor> end) {
        if (items.size() <= page.limit()) {
            return new Page<>(items, null);
        }
        List<T> here = items.subList(0, page.limit());
        return new Page<>(here, end.apply(here.get(here.size() - 1)).write(question));
    }
}
