package io.jobledger.ledger.imports;

/** What an import is doing. Every one but a running one can be resumed. */
public enum ImportState {
    RUNNING,
    COMPLETED,
    CANCELED,
    FAILED
}
