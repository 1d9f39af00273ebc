package io.jobledger.ledger.jars;

import static java.util.Objects.requireNonNull;

import io.jobledger.ledger.Limits;
import java.util.List;

/**
 * Describes an uploaded jar. The ledger does not keep its bytes.
 *
 * @param id as the API shows it; unique, at most 512 characters
 * @param name the file name it was uploaded with
 * @param sha256 of the bytes, 64 lower-case hexadecimal digits
 * @param size bytes
 * @param uploadedAt milliseconds since the epoch
 * @param entryClasses class names that can be run, in the order of the manifest
 */
public record Jar(String id, String name, String sha256, long size, long uploadedAt, List<String> entryClasses) {
    public Jar {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(sha256, "sha256");
        if (!Limits.storable(id, Limits.JAR_ID)) {
            throw new IllegalArgumentException("Not an id that a jar can have: " + id);
        }
        entryClasses = List.copyOf(entryClasses);
    }
}
