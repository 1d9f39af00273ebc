package io.jobledger.imports;

import io.micronaut.core.annotation.Nullable;

/**
 * Describes a file that could not be taken yet.
 *
 * @param since the time when it was first seen in this version, ms since the epoch
 * @param triedAt the time of the last attempt, ms since the epoch; 0 for none by this service
 * @param reason why it was not taken; null if the engine's recorder has to finish its job first
 * @param passing whether it may be taken later without a change
 * @param firstSeen the time when it was first seen in any version, ms since the epoch
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
    /** A file without a write for this time is taken to be complete. */
    private static final long REST_MILLIS = 3_000;

    /** The interval of attempts grows with the wait, from the first to the second of these. */
    private static final long AGAIN_MILLIS = 2_000;

    private static final long LATER_MILLIS = 10_000;
    private static final long SELDOM_MILLIS = 30_000;

    boolean rests(long now) {
        return now - since >= REST_MILLIS || now - file.modifiedAt() >= REST_MILLIS;
    }

    /** Returns whether it is to be tried again although it has not changed. */
    boolean isDue(long now) {
        if (reason == null) {
            long waited = triedAt - since;
            return now - triedAt >= Math.min(LATER_MILLIS, Math.max(AGAIN_MILLIS, waited / 2));
        }
        return quarantined ? passing && now - triedAt >= SELDOM_MILLIS : rests(now);
    }
}
