package io.jobledger.ledger.retention;

/** Tells that this service has deleted runs: ready answers may be about one of them. */
public record RunsForgotten() {}
