package io.jobledger.seatunnel;

/** Configurations of jobs that the tests submit. */
public final class TestJobs {

    /** A few rows, and it has finished. */
    public static final String BATCH = """
            {"env": {"job.mode": "BATCH"},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 5,
                         "schema": {"fields": {"name": "string"}}}],
             "transform": [],
             "sink": [{"plugin_name": "Console", "source_table_name": ["fake"]}]}
            """;

    /**
     * A row now and then, until it is stopped. It takes no checkpoint meanwhile: an engine of 2.3.8 whose checkpoint completes
     * while the job is cancelled lets the job fail.
     */
    public static final String STREAM = """
            {"env": {"job.mode": "STREAMING", "checkpoint.interval": 60000},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 1,
                         "split.read-interval": 500, "schema": {"fields": {"name": "string"}}}],
             "transform": [],
             "sink": [{"plugin_name": "Console", "source_table_name": ["fake"]}]}
            """;

    private TestJobs() {}

    /** {@link #BATCH} with other words in it. */
    public static String batch(String from, String to) {
        if (!BATCH.contains(from)) {
            throw new IllegalArgumentException("Not in the job: " + from);
        }
        return BATCH.replace(from, to);
    }
}
