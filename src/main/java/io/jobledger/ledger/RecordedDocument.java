package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;

/**
 * The answer to "what would the engine say at this path of this job?".
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
