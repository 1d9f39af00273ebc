package io.jobledger.ledger;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.EmbeddedApplication;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps two services from recording embedded clusters under one name in one database: each would take the other's jobs
 * for lost. A name belongs to a data directory, so that the service gets it back at once after a crash; and it comes
 * free when its owner has not been heard of for ten seconds.
 */
@Singleton
public final class ClusterClaims {
    private final ClusterOwners owners;
    private final Path idFile;
    private final BeanProvider<EmbeddedApplication<?>> application;
    private final List<ClusterClaim> claims = new CopyOnWriteArrayList<>();

    /** @param dataDir no other service may have it, as it holds the service's id */
    ClusterClaims(
            ClusterOwners owners,
            @Property(name = "jobledger.data-dir") Path dataDir,
            BeanProvider<EmbeddedApplication<?>> application) {
        this.owners = owners;
        this.idFile = dataDir.resolve("service-id");
        this.application = application;
    }

    /**
     * Takes a cluster's name until the service stops, waiting up to ten seconds for an owner that may be dead. Should
     * another service get it nevertheless (after this one was suspended, say), this one stops.
     *
     * @throws IllegalStateException if another service has it, and lives; the message names the setting
     *     {@code jobledger.<engine>.cluster}
     */
    public void take(String engine, String cluster) {
        ClusterClaim claim = new ClusterClaim(owners, engine, cluster, service(), this::stopService);
        claims.add(claim);
        claim.take();
    }

    private void stopService() {
        new Thread(() -> application.get().stop(), "stop-service").start();
    }

    /** All claims of a service are made under one id. */
    private synchronized String service() {
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
        for (ClusterClaim claim : claims) {
            claim.release();
        }
    }
}
