package io.jobledger.engine.process;

import java.time.Duration;

/**
 * The limits a supervisor works with.
 *
 * @param startLimit an engine that does not answer by then is killed and started again
 * @param probeInterval the time between two looks at an engine
 * @param probeTimeout how long an answer to one may take
 * @param probeFailures so many failed looks in a row, at an engine that was well, mean that it is gone though its
 *     process lives
 * @param lockWait how long to wait for an engine process that an earlier service left behind
 * @param stopLimit how long an engine may take to end by itself
 * @param firstDelay the wait before the first restart; it doubles with each further one
 * @param longestDelay where the doubling ends
 * @param healthyAfter an engine that ran this long starts over with {@code firstDelay}
 */
public record Supervision(
        Duration startLimit,
        Duration probeInterval,
        Duration probeTimeout,
        int probeFailures,
        Duration lockWait,
        Duration stopLimit,
        Duration firstDelay,
        Duration longestDelay,
        Duration healthyAfter) {

    /** Forgiving towards an engine that is slow because the machine is: killing it kills every running job. */
    public static final Supervision DEFAULT = new Supervision(
            Duration.ofMinutes(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            5,
            Duration.ofSeconds(6),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1));

    /**
     * The wait before the next start.
     *
     * @param failures how many starts in a row did not end in a healthy life, at least 1
     */
    Duration delay(int failures) {
        int doublings = Math.min(failures - 1, 16);
        Duration delay = firstDelay.multipliedBy(1L << doublings);
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }
}
