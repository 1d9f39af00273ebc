package io.jobledger.ledger.operations;

/** What can be asked of an engine. */
public enum OperationKind {
    SAVEPOINT,
    STOP,
    CHECKPOINT,
    SAVEPOINT_DISPOSAL,
    DATASET_DELETION,
    RESCALING,
    CANCEL,
    RUN,
    SUBMIT,
    CLUSTER_SHUTDOWN
}
