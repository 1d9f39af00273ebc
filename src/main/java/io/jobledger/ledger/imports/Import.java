package io.jobledger.ledger.imports;

import io.micronaut.core.annotation.Nullable;

/**
 * Describes an import of a directory of archives.
 *
 * @param cluster the cluster that its jobs are recorded for
 * @param directory an absolute path
 * @param watched whether it goes on for good, with the files to come
 * @param startedAt when it was asked for, milliseconds since the epoch
 * @param endedAt milliseconds since the epoch; null while it runs
 * @param error why it failed, or ended otherwise than asked; else null
 */
public record Import(
        long id,
        String engine,
        String cluster,
        String directory,
        boolean watched,
        ImportState state,
        long startedAt,
        @Nullable Long endedAt,
        ImportProgress progress,
        @Nullable String error) {
    public boolean isRunning() {
        return state == ImportState.RUNNING;
    }
}
