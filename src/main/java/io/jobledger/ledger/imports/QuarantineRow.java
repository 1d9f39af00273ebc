package io.jobledger.ledger.imports;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("quarantined_files")
record QuarantineRow(
        @Id long importId, @Id String file, long size, long modifiedAt, String reason, long firstSeen, long lastTried) {
    QuarantinedFile toFile() {
        return new QuarantinedFile(file, size, modifiedAt, reason, firstSeen, lastTried);
    }
}
