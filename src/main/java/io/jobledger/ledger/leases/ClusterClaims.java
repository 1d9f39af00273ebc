package io.jobledger.ledger.leases;

import io.micrometer.core.instrument.util.NamedThreadFactory;
import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.EmbeddedApplication;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two services from recording embedded clusters under one name in one database. Each would take the other's jobs
 * for lost. A name is a lease, held until the service stops.
 */
@Singleton
public final class ClusterClaims {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterClaims.class);

    private static final Duration CHECK = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final JdbcLeases leases;
    private final BeanProvider<EmbeddedApplication<?>> application;
    private final ScheduledExecutorService checks =
            Executors.newSingleThreadScheduledExecutor(new NamedThreadFactory("cluster-claims"));

    ClusterClaims(JdbcLeases leases, BeanProvider<EmbeddedApplication<?>> application) {
        this.leases = leases;
        this.application = application;
    }

    /**
     * Takes a cluster's name until the service stops, and waits a few seconds for an owner that may be dead. This
     * service stops if another one gets the name nevertheless, for example after this one was suspended.
     *
     * @throws IllegalStateException if another service has it, and lives; the message names the setting {@code
     *     jobledger.<engine>.cluster}
     */
    public void take(String engine, String cluster) {
        String lease = lease(engine, cluster);
        while (!leases.hold(lease)) {
            if (leases.hasChanged(lease)) {
                throw new IllegalStateException("Another service runs the " + engine + " cluster \"" + cluster
                        + "\" of this database. " + remedy(engine));
            }
            pause();
        }
        checks.scheduleWithFixedDelay(
                () -> check(engine, cluster), CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    static String lease(String engine, String cluster) {
        return "cluster/" + engine + '/' + cluster;
    }

    private static String remedy(String engine) {
        return "Set jobledger." + engine + ".cluster to a name of its own.";
    }

    private void check(String engine, String cluster) {
        try {
            if (!leases.hold(lease(engine, cluster))) {
                LOG.error(
                        "Another service has taken the {} cluster \"{}\" while this one was not heard of, so this one"
                                + " stops. {}",
                        engine,
                        cluster,
                        remedy(engine));
                checks.shutdown();
                new Thread(() -> application.get().stop(), "stop-service").start();
            }
        } catch (RuntimeException e) {
            LOG.debug("The database does not tell whose the cluster is", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        checks.shutdown();
        checks.awaitTermination(CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }
}
