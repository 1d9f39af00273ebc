package io.jobledger.bench;

/** Lists of jobs, as Flink has them. */
final class Jobs {
    private static final String JOB = "\"jid\"";

    private Jobs() {}

    /** How many jobs an answer to {@code /jobs/overview} has. */
    static int count(String overview) {
        int count = 0;
        for (int at = overview.indexOf(JOB); at >= 0; at = overview.indexOf(JOB, at + JOB.length())) {
            count++;
        }
        return count;
    }
}
