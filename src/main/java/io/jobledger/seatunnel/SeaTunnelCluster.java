package io.jobledger.seatunnel;

import io.jobledger.ledger.JobKey;

/**
 * The one SeaTunnel cluster that this service stands in front of.
 *
 * @param name the cluster's name in the ledger ({@code jobledger.seatunnel.cluster})
 */
public record SeaTunnelCluster(String name) {
    /** The engine's name in the ledger. */
    public static final String ENGINE = "seatunnel";

    public JobKey job(String jobId) {
        return new JobKey(ENGINE, name, jobId);
    }
}
