package io.jobledger.app;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the clock for all code that records a time. */
@Factory
final class SystemClock {
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
