package io.jobledger.ledger.search;

import io.micronaut.core.annotation.Nullable;

/**
 * Spans a time in milliseconds since the epoch.
 *
 * @param from inclusive; null for no bound
 * @param to exclusive; null for no bound
 */
public record TimeRange(@Nullable Long from, @Nullable Long to) {
    public static final TimeRange ALL = new TimeRange(null, null);

    /**
     * Spans the times that a job can have had: the years 2000 to 2099 in UTC. Documents of engines also have a 0 for a
     * time that was never set, and times of clocks or programs that were wrong.
     */
    public static final TimeRange PLAUSIBLE = new TimeRange(946_684_800_000L, 4_102_444_800_000L);

    /** Returns the plausible times of this range. An implausible time is in no such range. */
    public TimeRange plausible() {
        return new TimeRange(
                from == null ? PLAUSIBLE.from : Math.max(PLAUSIBLE.from, from),
                to == null ? PLAUSIBLE.to : Math.min(PLAUSIBLE.to, to));
    }
}
