package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

/**
 * Records that a run entered a state. Both values tell changes apart, as a restarting job enters the same state again
 * and again.
 *
 * @param state as the engine spells it
 * @param time milliseconds since the epoch
 */
public record StateChange(String state, long time) {
    public StateChange {
        requireNonNull(state, "state");
    }
}
