package io.jobledger.ledger.retention;

import io.micronaut.core.annotation.Nullable;
import java.time.Duration;

/**
 * Names runs to delete: {@code jobledger.history.retention.rules[n]}. Of the runs that it is about, those go that ended
 * longer ago than {@code maxAge}, and all but the {@code maxCount} that ended last.
 *
 * @param index the number of the rule, from 0
 * @param engine null for runs of all engines
 * @param cluster null for all clusters
 * @param state as the engine spells it; null for all
 * @param namePattern of the job's whole name, {@code *} standing for any text; null for all
 * @param maxAge null for any
 * @param maxCount null for any number; runs that have not ended do not count
 */
public record RetentionRule(
        int index,
        @Nullable String engine,
        @Nullable String cluster,
        @Nullable String state,
        @Nullable String namePattern,
        @Nullable Duration maxAge,
        @Nullable Long maxCount) {

    public RetentionRule {
        String rule = RetentionRules.RULES + "[" + index + "]";
        if (maxAge == null && maxCount == null) {
            throw new IllegalArgumentException(rule + " needs max-age, max-count or both");
        }
        if (maxAge != null && maxAge.isNegative()) {
            throw new IllegalArgumentException(rule + ".max-age must not be negative, but is " + maxAge);
        }
        if (maxCount != null && maxCount < 0) {
            throw new IllegalArgumentException(rule + ".max-count must not be negative, but is " + maxCount);
        }
    }
}
