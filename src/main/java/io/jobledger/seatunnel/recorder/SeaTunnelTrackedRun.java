package io.jobledger.seatunnel.recorder;

import java.util.HashSet;
import java.util.Set;

/** What the recorder remembers of a run, so that it writes only what is new. Lost with the service, and found again. */
final class SeaTunnelTrackedRun {
    final String jobId;

    /** Milliseconds since the epoch. */
    final long startTime;

    /** The ledger's id of the run, 0 until it is known. */
    long runId;

    /** The state that was recorded last; null until one is. */
    String state;

    /** When metrics were recorded last, milliseconds since the epoch. */
    long sampledAt;

    /** Whether a change of its state is recorded: then its first one is no longer news. */
    boolean begun;

    /** How often its configuration was looked for. */
    int configAsked;

    boolean configKnown;

    /** The engine has said its final word. */
    boolean sealed;

    /** So many rounds in a row the engine has not known the job. */
    int missed;

    /** The checkpoints that are recorded, and not yet as gone. */
    final Set<CheckpointFile> checkpoints = new HashSet<>();

    SeaTunnelTrackedRun(String jobId, long startTime) {
        this.jobId = jobId;
        this.startTime = startTime;
    }

    String key() {
        return jobId + '@' + startTime;
    }
}
