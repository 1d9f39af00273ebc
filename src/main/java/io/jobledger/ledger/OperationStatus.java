package io.jobledger.ledger;

/** How far an operation has come. */
public enum OperationStatus {
    IN_PROGRESS,
    COMPLETED,
    FAILED
}
