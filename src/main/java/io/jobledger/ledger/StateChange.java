package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

/**
 * A run entered a state. Told apart by both values, as a restarting job enters the same state again and again.
 *
 * @param state as the engine spells it
 * @param time milliseconds since the epoch
 */
public record StateChange(String state, long time) {
    public StateChange {
        requireNonNull(state, "state");
    }
}
