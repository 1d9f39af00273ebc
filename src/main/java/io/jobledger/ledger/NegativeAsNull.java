package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;

/** Turns negative numbers, with which engines say "not known" and "not yet", into the ledger's null. */
final class NegativeAsNull {
    private NegativeAsNull() {}

    @Nullable
    static Long orNull(@Nullable Long value) {
        return value == null || value < 0 ? null : value;
    }

    @Nullable
    static Integer orNull(@Nullable Integer value) {
        return value == null || value < 0 ? null : value;
    }
}
