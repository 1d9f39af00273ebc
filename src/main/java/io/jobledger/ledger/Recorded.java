package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;

/**
 * Tells how the recording of one snapshot among many ended.
 *
 * @param run as it is recorded now; null if the snapshot could not be recorded
 * @param news whether the snapshot could have told anything: one of a sealed run cannot
 * @param failure why the snapshot could not be recorded; else null
 */
public record Recorded(
        @Nullable JobRun run, boolean news, @Nullable RuntimeException failure) {}
