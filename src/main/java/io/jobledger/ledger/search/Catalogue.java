package io.jobledger.ledger.search;

import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;

/** Lists the operations that clients asked for, and the savepoints of all runs. */
public interface Catalogue {
    /** Returns operations, the last requested first. */
    Page<Operation> operations(OperationQuery query, PageRequest page);

    /** Returns savepoints, the last created first. */
    Page<CataloguedSavepoint> savepoints(SavepointQuery query, PageRequest page);
}
