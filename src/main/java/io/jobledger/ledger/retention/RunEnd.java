package io.jobledger.ledger.retention;

/**
 * Places a run in the order of their ends.
 *
 * @param time milliseconds since the epoch
 * @param runId of those that ended in one millisecond, the one recorded first comes first
 */
record RunEnd(long time, long runId) implements Comparable<RunEnd> {
    /** The place before all runs. */
    static final RunEnd FIRST = new RunEnd(Long.MIN_VALUE, Long.MIN_VALUE);

    @Override
    public int compareTo(RunEnd other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : Long.compare(runId, other.runId);
    }
}
