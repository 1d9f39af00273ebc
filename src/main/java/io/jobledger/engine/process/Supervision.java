package io.jobledger.engine.process;

import java.time.Duration;

/**
 * Holds the limits of a supervisor.
 *
 * @param startLimit an engine that does not answer by then is killed and started again
 * @param probeInterval the time between two probes of an engine
 * @param probeTimeout the longest time to wait for the answer to a probe
 * @param probeFailures after this many failed probes in a row, an engine that was well is lost even if its process
 *     lives
 * @param lockWait the longest wait for an engine process that an earlier service left behind
 * @param stopLimit the time that an engine has to end by itself
 * @param firstDelay the wait before the first restart; it doubles with each further one
 * @param longestDelay the longest wait before a restart
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

    /** The limits in use. They tolerate an engine on a slow machine, because killing it kills every running job. */
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
     * Returns the wait before the next start.
     *
     * @param failures the number of starts in a row without a healthy engine, at least 1
     */
    Duration delay(int failures) {
        int doublings = Math.min(failures - 1, 16);
        Duration delay = firstDelay.multipliedBy(1L << doublings);
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }
}
