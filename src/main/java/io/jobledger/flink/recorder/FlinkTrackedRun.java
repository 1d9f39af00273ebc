package io.jobledger.flink.recorder;

import io.micronaut.json.tree.JsonNode;
import java.util.List;
import java.util.Map;

/** How far the recorder has come with one life of a job. Times in ms since the epoch, 0 for never. */
final class FlinkTrackedRun {
    /** Whether the ledger was asked about it. */
    boolean known;

    /** Its id in the ledger, 0 while it is not there. */
    long runId;

    /** Whether it is sealed: nothing more is to be done. */
    boolean closed;

    /** The listing's entry, without what changes by itself, and since when it is that. */
    JsonNode news;

    long newsAt;

    /** Whether there was news since everything was read of it. */
    boolean unread;

    /** When it was last read, and when all of it. */
    long readAt;

    long wholeReadAt;

    /** The attempts that its vertices were last recorded with, see {@link FormerAttempts#numbers}. */
    Map<String, List<Long>> attempts = Map.of();

    /** When it was first seen in a final state. */
    long endSeen;

    /** Whether the ledger has it in a final state: the engine's cache may say for seconds that it still runs. */
    boolean endRecorded;

    /** How many listings in a row lacked it. */
    int missed;

    static String key(String jobId, long startTime) {
        return jobId + '@' + startTime;
    }
}
