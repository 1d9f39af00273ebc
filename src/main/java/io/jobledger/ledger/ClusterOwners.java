package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;

/** Which service runs a cluster in itself. Two of them would each take the other's jobs for lost. */
public interface ClusterOwners {
    /**
     * Makes the service the cluster's owner if the cluster has none, has this one already, or has one that is still
     * exactly as it was.
     *
     * @param service at most 64 characters
     * @param silent the owner as seen a while ago, who has not moved since if it is as it was; null to wait for nobody
     * @return the owner now
     */
    Owner claim(String engine, String cluster, String service, @Nullable Owner silent);

    /**
     * Tells others that the owner lives.
     *
     * @return false if the service no longer is the owner
     */
    boolean beat(String engine, String cluster, String service);

    /** Gives the cluster up. Does nothing if the service is not its owner. */
    void release(String engine, String cluster, String service);

    /**
     * An owner at one moment.
     *
     * @param service its id
     * @param beats grows for as long as it lives
     */
    record Owner(String service, long beats) {}
}
