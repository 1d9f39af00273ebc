package io.jobledger.flink;

import io.jobledger.ledger.JobKey;

/**
 * The one Flink cluster that this service stands in front of.
 *
 * @param name the cluster's name in the ledger ({@code jobledger.flink.cluster})
 */
public record FlinkCluster(String name) {
    /** The engine's name in the ledger. */
    public static final String ENGINE = "flink";

    public JobKey job(String jobId) {
        return new JobKey(ENGINE, name, jobId);
    }
}
