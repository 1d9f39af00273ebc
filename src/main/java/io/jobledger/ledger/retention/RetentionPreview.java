package io.jobledger.ledger.retention;

import io.jobledger.ledger.JobRun;
import java.util.List;

/**
 * Holds the effect that the rules would have now.
 *
 * @param rules in the order of the configuration; none if nothing is ever deleted
 * @param wouldDelete runs in all, each counted once
 */
public record RetentionPreview(List<Effect> rules, long wouldDelete) {
    public RetentionPreview {
        rules = List.copyOf(rules);
    }

    /**
     * @param wouldDelete how many runs this rule alone would delete
     * @param examples ten of them at most, those that ended first
     */
    public record Effect(RetentionRule rule, long wouldDelete, List<JobRun> examples) {
        public Effect {
            examples = List.copyOf(examples);
        }
    }
}
