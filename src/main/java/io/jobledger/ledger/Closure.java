package io.jobledger.ledger;

/** States whether a run can still change. */
public enum Closure {
    /** The engine may still say more. */
    OPEN,
    /** The engine's final word is recorded: nothing changes this run any more. */
    SEALED,
    /** The run vanished from its engine without a final word; it is reopened or sealed if it shows up again. */
    LOST
}
