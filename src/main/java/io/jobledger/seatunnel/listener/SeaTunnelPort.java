package io.jobledger.seatunnel.listener;

import io.jobledger.cluster.EnginePort;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;

/** Holds the port that SeaTunnel's API has beside the service's own. */
@Singleton
public final class SeaTunnelPort extends EnginePort {
    private static final String KNOB = "jobledger.seatunnel.port";

    /** @param wanted {@code jobledger.seatunnel.port}: -1 for none, 0 for any that is free */
    SeaTunnelPort(@Property(name = KNOB) int wanted) {
        super(KNOB, "SeaTunnel", wanted);
    }
}
