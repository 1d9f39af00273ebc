package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;

/**
 * Answers "what would the engine say at this path of this job?" from the ledger.
 *
 * @param run the newest run; null when the job is unknown
 * @param document null when the job is unknown, or its newest run has no such document
 */
public record RecordedDocument(
        @Nullable JobRun run, @Nullable Document document) {
    /** Neither job nor document. */
    public static final RecordedDocument UNKNOWN_JOB = new RecordedDocument(null, null);

    public boolean unknownJob() {
        return run == null;
    }
}
