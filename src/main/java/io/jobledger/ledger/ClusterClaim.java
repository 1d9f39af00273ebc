package io.jobledger.ledger;

import io.jobledger.ledger.ClusterOwners.Owner;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One cluster's name, taken for one service. The name belongs to the service for as long as others hear its beats. */
final class ClusterClaim {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterClaim.class);

    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final ClusterOwners owners;
    private final String engine;
    private final String cluster;
    private final String service;
    private final Runnable whenLost;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cluster-claim");
        thread.setDaemon(true);
        return thread;
    });

    /** @param whenLost what to do when another service has taken the name after all */
    ClusterClaim(ClusterOwners owners, String engine, String cluster, String service, Runnable whenLost) {
        this.owners = owners;
        this.engine = engine;
        this.cluster = cluster;
        this.service = service;
        this.whenLost = whenLost;
    }

    /**
     * Takes the name, waiting up to {@link #SILENCE} for an owner that may be dead.
     *
     * @throws IllegalStateException if another service has it, and lives
     */
    void take() {
        Owner first = owners.claim(engine, cluster, service, null);
        Owner now = first;
        for (long looks = SILENCE.dividedBy(LOOK); !now.service().equals(service) && looks >= 0; looks--) {
            if (!now.equals(first)) {
                throw new IllegalStateException("Another service runs the " + engine + " cluster \"" + cluster
                        + "\" of this database. " + way());
            }
            pause();
            // The last look takes it from an owner that has not moved all the while.
            now = owners.claim(engine, cluster, service, looks == 0 ? first : null);
        }
        if (!now.service().equals(service)) {
            throw new IllegalStateException("Another service has just taken the " + engine + " cluster \"" + cluster
                    + "\" of this database. " + way());
        }
        beats.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private String way() {
        return "Set jobledger." + engine + ".cluster to a name of its own.";
    }

    private void beat() {
        try {
            if (!owners.beat(engine, cluster, service)) {
                LOG.error(
                        "Another service has taken the {} cluster \"{}\" while this one was not heard of, so this one"
                                + " stops. {}",
                        engine,
                        cluster,
                        way());
                beats.shutdown();
                whenLost.run();
            }
        } catch (RuntimeException e) {
            LOG.debug("The database was not told that this service lives", e);
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

    /** Gives the name up. Does nothing if it was not taken. */
    void release() throws InterruptedException {
        beats.shutdown();
        beats.awaitTermination(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            owners.release(engine, cluster, service);
        } catch (RuntimeException e) {
            LOG.debug("The cluster comes free by itself, a little later", e);
        }
    }
}
