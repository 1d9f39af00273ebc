package io.jobledger.seatunnel.listener;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.OptionalInt;

/** Holds the port that SeaTunnel's API has beside the service's own. */
@Singleton
public final class SeaTunnelPort {
    static final String KNOB = "jobledger.seatunnel.port";

    private static final int NONE = -1;
    private static final int HIGHEST = 65_535;

    private final int wanted;
    private volatile int open = NONE;

    /** @param wanted {@code jobledger.seatunnel.port}: -1 for none, 0 for any that is free */
    SeaTunnelPort(@Property(name = KNOB) int wanted) {
        if (wanted < NONE || wanted > HIGHEST) {
            throw new IllegalArgumentException(KNOB + " must be a port, or -1 for none, but is " + wanted);
        }
        this.wanted = wanted;
    }

    /** Returns the open port; empty if none is wanted, and before the service serves. */
    public OptionalInt open() {
        return open == NONE ? OptionalInt.empty() : OptionalInt.of(open);
    }

    /** Returns whether the request came in at this port, and not at the service's own. */
    public boolean received(HttpRequest<?> request) {
        // A request may come before the server has said that the port is open.
        int here = wanted > 0 ? wanted : open;
        return here != NONE && request.getServerAddress().getPort() == here;
    }

    /** Returns the configured port; empty if there shall be none. */
    OptionalInt wanted() {
        return wanted == NONE ? OptionalInt.empty() : OptionalInt.of(wanted);
    }

    void opened(int port) {
        open = port;
    }
}
