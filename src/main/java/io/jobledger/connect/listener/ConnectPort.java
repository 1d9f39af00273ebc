package io.jobledger.connect.listener;

import io.jobledger.cluster.EnginePort;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;

/** Holds the port that RocketMQ Connect's current API has beside the service's own. */
@Singleton
public final class ConnectPort extends EnginePort {
    private static final String KNOB = "jobledger.connect.port";

    /** @param wanted {@code jobledger.connect.port}: -1 for none, 0 for any that is free */
    ConnectPort(@Property(name = KNOB) int wanted) {
        super(KNOB, "RocketMQ Connect", wanted);
    }
}
