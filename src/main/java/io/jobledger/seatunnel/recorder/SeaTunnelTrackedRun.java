package io.jobledger.seatunnel.recorder;

import java.util.HashSet;
import java.util.Set;

/** Holds the recorder's memory of a run, so that it writes only news. After a restart it is read from the ledger. */
final class SeaTunnelTrackedRun {
    final String jobId;

    /** Milliseconds since the epoch. */
    final long startTime;

    /** The ledger's id of the run, 0 until it is known. */
    long runId;

    /** The state that was recorded last; null until one is. */
    String state;

    /** The time when metrics were recorded last, milliseconds since the epoch. */
    long sampledAt;

    /** Whether a change of the run's state is recorded, so that the first one is no longer news. */
    boolean begun;

    /** The number of times that the configuration was looked for. */
    int configAsked;

    boolean configKnown;

    /** Whether the run's end is recorded. */
    boolean sealed;

    /** The number of rounds in a row in which the engine did not know the job. */
    int missed;

    /** The checkpoints that are recorded, but not as gone. */
    final Set<CheckpointFile> checkpoints = new HashSet<>();

    SeaTunnelTrackedRun(String jobId, long startTime) {
        this.jobId = jobId;
        this.startTime = startTime;
    }

    String key() {
        return jobId + '@' + startTime;
    }
}
