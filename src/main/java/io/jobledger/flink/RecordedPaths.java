package io.jobledger.flink;

/** Paths below a job under which the recorder keeps what the API has no path of its own for. */
public final class RecordedPaths {
    /** The exceptions of a job, where there are more of them than the JobManager's default answer shows. */
    public static final String ALL_EXCEPTIONS = "/exceptions?maxExceptions=all";

    private RecordedPaths() {}
}
