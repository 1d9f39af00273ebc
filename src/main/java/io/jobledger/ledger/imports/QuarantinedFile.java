package io.jobledger.ledger.imports;

/**
 * Describes an archive that cannot be read as it is.
 *
 * @param file its path below the directory, with slashes
 * @param size bytes, when it was last tried
 * @param modifiedAt when it was last written, milliseconds since the epoch
 * @param reason why it cannot be read, for people
 * @param firstSeen milliseconds since the epoch
 * @param lastTried milliseconds since the epoch
 */
public record QuarantinedFile(String file, long size, long modifiedAt, String reason, long firstSeen, long lastTried) {}
