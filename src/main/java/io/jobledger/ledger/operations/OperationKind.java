package io.jobledger.ledger.operations;

/** Lists the kinds of requests to an engine. */
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
    PAUSE,
    RESUME,
    RESTART,
    PLUGIN_RELOAD,
    CLUSTER_SHUTDOWN
}
