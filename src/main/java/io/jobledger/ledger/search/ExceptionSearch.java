package io.jobledger.ledger.search;

import io.jobledger.ledger.page.InvalidCursorException;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;

/** Searches the exceptions of all jobs. */
public interface ExceptionSearch {
    /**
     * Returns groups of exceptions, the last seen first.
     *
     * @throws InvalidCursorException if the cursor is none, or one of another query
     */
    Page<ExceptionGroup> groups(ExceptionQuery query, PageRequest page);
}
