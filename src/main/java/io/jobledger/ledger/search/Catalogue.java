package io.jobledger.ledger.search;

import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;

/** What was asked of the engines, and the savepoints that were made. */
public interface Catalogue {
    /** The last requested first. */
    Page<Operation> operations(OperationQuery query, PageRequest page);

    /** The last created first. */
    Page<CataloguedSavepoint> savepoints(SavepointQuery query, PageRequest page);
}
