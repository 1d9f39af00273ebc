package io.jobledger.flink.durability;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** How all these tests wait: for long, as the machine may be busy, and asking often. */
final class Waiting {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private Waiting() {}

    static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(INTERVAL)
                .ignoreExceptions()
                .until(condition);
    }

    static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
