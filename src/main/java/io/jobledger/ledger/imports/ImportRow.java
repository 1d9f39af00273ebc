package io.jobledger.ledger.imports;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;

/** Holds an import with the names of its directory and cluster. */
@Introspected
record ImportRow(
        long id,
        int directoryId,
        String engine,
        String cluster,
        String directory,
        boolean watched,
        ImportState state,
        long startedAt,
        @Nullable Long endedAt,
        long seen,
        long taken,
        long skipped,
        @Nullable Long unchanged,
        long quarantined,
        double filesPerSecond,
        @Nullable Long millisLeft,
        @Nullable String error) {
    Import toImport() {
        return new Import(
                id,
                engine,
                cluster,
                directory,
                watched,
                state,
                startedAt,
                endedAt,
                new ImportProgress(seen, taken, skipped, unchanged, quarantined, filesPerSecond, millisLeft),
                error);
    }
}
