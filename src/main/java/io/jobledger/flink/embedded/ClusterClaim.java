package io.jobledger.flink.embedded;

import io.jobledger.engine.DataDirLock;
import io.jobledger.engine.ServiceDirectories;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.ledger.ClusterOwners;
import io.jobledger.ledger.ClusterOwners.Owner;
import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.EmbeddedApplication;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two services from recording embedded clusters under one name in one database: each would take the other's jobs
 * for lost. The name belongs to a data directory, so that the service gets it back at once after a crash; and it comes
 * free when its owner has not been heard of for {@link #SILENCE}.
 */
@Singleton
final class ClusterClaim {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterClaim.class);

    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final FlinkCluster cluster;
    private final ClusterOwners owners;
    private final Path idFile;
    private final BeanProvider<EmbeddedApplication<?>> application;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cluster-claim");
        thread.setDaemon(true);
        return thread;
    });
    private String service;

    /** @param lock only so that no other service has the data directory, and with it the id */
    ClusterClaim(
            FlinkCluster cluster,
            ClusterOwners owners,
            ServiceDirectories directories,
            DataDirLock lock,
            BeanProvider<EmbeddedApplication<?>> application) {
        this.cluster = cluster;
        this.owners = owners;
        this.idFile = directories.dataDir().resolve("service-id");
        this.application = application;
    }

    /**
     * Takes the cluster's name, waiting up to {@link #SILENCE} for an owner that may be dead.
     *
     * @throws IllegalStateException if another service has it, and lives
     */
    void take() {
        service = id();
        Owner first = owners.claim(FlinkCluster.ENGINE, cluster.name(), service, null);
        Owner now = first;
        for (long looks = SILENCE.dividedBy(LOOK); !now.service().equals(service) && looks >= 0; looks--) {
            if (!now.equals(first)) {
                throw new IllegalStateException("Another service runs the Flink cluster \"" + cluster.name()
                        + "\" of this database. Set jobledger.flink.cluster to a name of its own.");
            }
            pause();
            // The last look takes it from an owner that has not moved all the while.
            now = owners.claim(FlinkCluster.ENGINE, cluster.name(), service, looks == 0 ? first : null);
        }
        if (!now.service().equals(service)) {
            throw new IllegalStateException("Another service has just taken the Flink cluster \"" + cluster.name()
                    + "\" of this database. Set jobledger.flink.cluster to a name of its own.");
        }
        beats.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            if (!owners.beat(FlinkCluster.ENGINE, cluster.name(), service)) {
                LOG.error(
                        "Another service has taken the Flink cluster \"{}\" while this one was not heard of, so this one"
                                + " stops. Set jobledger.flink.cluster to a name of its own.",
                        cluster.name());
                beats.shutdown();
                new Thread(() -> application.get().stop(), "stop-service").start();
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

    private String id() {
        try {
            if (!Files.exists(idFile)) {
                Files.writeString(idFile, UUID.randomUUID().toString());
            }
            return Files.readString(idFile).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or write " + idFile, e);
        }
    }

    @PreDestroy
    void release() throws InterruptedException {
        beats.shutdown();
        beats.awaitTermination(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        if (service != null) {
            try {
                owners.release(FlinkCluster.ENGINE, cluster.name(), service);
            } catch (RuntimeException e) {
                LOG.debug("The cluster comes free by itself, a little later", e);
            }
        }
    }
}
