package io.jobledger.connect.worker;

import org.apache.rocketmq.store.ha.DefaultHAService;

/** Replaces the broker's replication, which would listen on all interfaces of the machine. */
public final class NoReplicas extends DefaultHAService {

    @Override
    public void start() {
        // One broker has nobody to replicate to.
    }

    @Override
    public void shutdown() {
        // Nothing was started.
    }
}
