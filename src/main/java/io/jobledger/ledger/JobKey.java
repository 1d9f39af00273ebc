package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

/**
 * Identifies a job. Several runs may share one key; see {@link JobRun}.
 *
 * <p>A key may carry any text that a client typed. A key that is too long to be recorded names an unknown job.
 *
 * @param engine the engine's short name in lower case, such as {@code flink}; at most 32 characters when recorded
 * @param cluster the configured name of the engine's cluster; at most 255 characters when recorded
 * @param jobId the engine's own id of the job; at most 128 characters when recorded
 */
public record JobKey(String engine, String cluster, String jobId) {
    public JobKey {
        requireNonNull(engine, "engine");
        requireNonNull(cluster, "cluster");
        requireNonNull(jobId, "jobId");
    }
}
