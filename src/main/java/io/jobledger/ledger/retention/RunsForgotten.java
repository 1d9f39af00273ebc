package io.jobledger.ledger.retention;

/** Runs were deleted by this service: ready answers may be about one of them. */
public record RunsForgotten() {}
