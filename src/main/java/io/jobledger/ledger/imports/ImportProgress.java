package io.jobledger.ledger.imports;

import io.micronaut.core.annotation.Nullable;

/**
 * Tells how far an import has come.
 *
 * @param seen archives found so far: those of the other three, and those that wait
 * @param taken archives that are in the ledger because of this import
 * @param skipped archives that told nothing new
 * @param unchanged those of the skipped archives that an import had read before, and that have not changed since;
 *     null for imports of earlier versions, which did not count them
 * @param quarantined archives that cannot be read as they are
 * @param filesPerSecond of late; 0 if nothing is to be done
 * @param millisLeft until all found are dealt with; null if that is not known
 */
public record ImportProgress(
        long seen,
        long taken,
        long skipped,
        @Nullable Long unchanged,
        long quarantined,
        double filesPerSecond,
        @Nullable Long millisLeft) {}
