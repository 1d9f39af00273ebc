package io.jobledger.imports;

import io.micronaut.core.annotation.Nullable;

/**
 * A file that could not be taken yet.
 *
 * @param since when it was first seen like this, ms since the epoch
 * @param triedAt when it was last tried, ms since the epoch; 0 for never by this service
 * @param reason what is wrong with it; null if another part of the service has to do with it first
 * @param passing whether it may be taken without having changed
 * @param firstSeen when it was first seen at all, ms since the epoch
 * @param quarantined whether it is known to be at rest, and so not just being written
 */
record Waiting(
        ArchiveFile file,
        long since,
        long triedAt,
        @Nullable String reason,
        boolean passing,
        long firstSeen,
        boolean quarantined) {
    /** A file that was not written to for so long is taken to be as its writer left it. */
    private static final long REST_MILLIS = 3_000;

    private static final long AGAIN_MILLIS = 2_000;
    private static final long SELDOM_MILLIS = 30_000;

    boolean rests(long now) {
        return now - since >= REST_MILLIS || now - file.modifiedAt() >= REST_MILLIS;
    }

    /** Whether it is to be tried again although it has not changed. */
    boolean isDue(long now) {
        if (reason == null) {
            return now - triedAt >= AGAIN_MILLIS;
        }
        return quarantined ? passing && now - triedAt >= SELDOM_MILLIS : rests(now);
    }
}
