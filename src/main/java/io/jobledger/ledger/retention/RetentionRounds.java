package io.jobledger.ledger.retention;

import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.jobledger.ledger.leases.Leases;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the rules again and again, in one service of all that share the database. */
@Context
class RetentionRounds {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionRounds.class);

    private static final String LEASE = "retention";
    private static final long STOP_SECONDS = 5;

    private final Retention retention;
    private final Leases leases;
    private final Duration interval;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(new NamedThreadFactory("retention"));

    private final AtomicBoolean started = new AtomicBoolean();

    RetentionRounds(
            Retention retention,
            Leases leases,
            @Property(name = "jobledger.history.retention.interval") Duration interval) {
        this.retention = retention;
        this.leases = leases;
        this.interval = interval;
    }

    /** Begins once the service serves: Micronaut ends no bean of a context whose start failed. Each port has its event. */
    @EventListener
    void start(ServerStartupEvent event) {
        if (retention.enabled() && started.compareAndSet(false, true)) {
            rounds.scheduleWithFixedDelay(this::round, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void round() {
        try {
            if (leases.hold(LEASE)) {
                retention.apply(() -> !rounds.isShutdown() && leases.hold(LEASE));
            }
        } catch (RuntimeException e) {
            LOG.atLevel(DiskNearlyFullException.level(e))
                    .log("A round of the retention failed, the next one goes on: {}", e.toString());
            LOG.debug("The failed round", e);
        } catch (Error e) {
            // Thrown on, it would end all rounds to come, without a word.
            LOG.error("A round of the retention failed, the next one goes on", e);
        }
    }

    /** Lets a transaction end by itself: an interrupted write would take H2's file from everybody else. */
    @PreDestroy
    void stop() throws InterruptedException {
        rounds.shutdown();
        if (!rounds.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("Runs are still being deleted");
        }
    }
}
