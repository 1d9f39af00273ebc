package io.jobledger.ledger.leases;

import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Identifies this service among those of its database. The id lies in the data directory, and so outlives a crash. */
@Singleton
final class ServiceId {
    private final Path file;
    private String value;

    /** @param dataDir no other service may have it */
    ServiceId(@Property(name = "jobledger.data-dir") Path dataDir) {
        this.file = dataDir.resolve("service-id");
    }

    synchronized String value() {
        if (value == null) {
            try {
                if (!Files.exists(file)) {
                    Files.writeString(file, UUID.randomUUID().toString());
                }
                value = Files.readString(file).trim();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read or write " + file, e);
            }
        }
        return value;
    }
}
