package io.jobledger.ledger.search;

/** Orders of jobs. Jobs that are equal in it come in the order of their recording. */
public enum JobOrder {
    START,
    /** Runs that have not ended come as if they ended after all others. */
    END,
    /** From start to end. Runs that have not ended come as if they were the longest. */
    DURATION,
    /** By the first 200 bytes of the name in UTF-8. */
    NAME
}
