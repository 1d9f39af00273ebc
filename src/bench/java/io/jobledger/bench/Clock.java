package io.jobledger.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Seconds since it was made. */
final class Clock {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final long started = System.nanoTime();

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    /** Looks every so often; what cannot be asked yet counts as not so. Returns the seconds since the clock was made. */
    double until(Duration every, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return seconds();
                }
            } catch (IOException notYet) {
                // Asked again below.
            }
            Thread.sleep(every.toMillis());
        }
        throw new IllegalStateException("Waited in vain");
    }
}
