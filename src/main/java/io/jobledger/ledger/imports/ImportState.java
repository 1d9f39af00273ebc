package io.jobledger.ledger.imports;

/** States of an import. All but a running one can be resumed. */
public enum ImportState {
    RUNNING,
    COMPLETED,
    CANCELED,
    FAILED
}
