package io.jobledger.ledger.query;

import io.jobledger.ledger.Operation;

/** What was asked of the engines, and the savepoints that were made. */
public interface Catalogue {
    /** The last requested first. */
    Page<Operation> operations(OperationQuery query, PageRequest page);

    /** The last created first. */
    Page<CataloguedSavepoint> savepoints(SavepointQuery query, PageRequest page);
}
