package io.jobledger.ledger.operations;

/** How far an operation has come. */
public enum OperationStatus {
    IN_PROGRESS,
    COMPLETED,
    FAILED
}
