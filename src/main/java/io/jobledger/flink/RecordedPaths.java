package io.jobledger.flink;

/** Names paths below a job that exist in the ledger alone, not in Flink's API. */
public final class RecordedPaths {
    /** Path of a job's exceptions if there are more than the JobManager's default answer shows. */
    public static final String ALL_EXCEPTIONS = "/exceptions?maxExceptions=all";

    private RecordedPaths() {}
}
