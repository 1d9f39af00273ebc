package io.jobledger.flink.recorder;

import io.micronaut.json.tree.JsonNode;
import java.util.List;
import java.util.Map;

/** Tracks what the recorder has read and recorded of one run. Times in ms since the epoch, 0 for never. */
final class FlinkTrackedRun {
    /** True once the ledger was asked about it. */
    boolean known;

    /** Its id in the ledger, 0 while it is not there. */
    long runId;

    /** True if it is sealed: nothing more is to be done. */
    boolean closed;

    /** The listing's entry without {@code duration}, and the time since which it is the same. */
    JsonNode news;

    long newsAt;

    /** True if there was news since the last full read. */
    boolean unread;

    /** Times of the last read and of the last full read. */
    long readAt;

    long wholeReadAt;

    /** True once its constant documents were read. Of a job that is starting, they are not yet right. */
    boolean constantsRead;

    /** The last recorded attempts of its vertices, see {@link FormerAttempts#numbers}. */
    Map<String, List<Long>> attempts = Map.of();

    /** Time when it was first seen in a final state. */
    long endSeen;

    /** True if the ledger has it in a final state; the engine's cache may call it running for seconds more. */
    boolean endRecorded;

    /** Number of successive listings that lacked it. */
    int missed;

    static String key(String jobId, long startTime) {
        return jobId + '@' + startTime;
    }
}
