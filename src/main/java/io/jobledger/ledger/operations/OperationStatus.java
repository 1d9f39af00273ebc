package io.jobledger.ledger.operations;

/** States of an operation. */
public enum OperationStatus {
    IN_PROGRESS,
    COMPLETED,
    FAILED
}
