package io.jobledger.cluster;

import io.micronaut.http.HttpRequest;
import java.util.OptionalInt;

/** Holds a port that one engine's API has beside the service's own. */
public abstract class EnginePort {
    private static final int NONE = -1;
    private static final int HIGHEST = 65_535;

    private final String knob;
    private final String subject;
    private final int wanted;
    private volatile int open = NONE;

    /**
     * @param knob the name of the setting
     * @param subject the engine's name in messages, such as {@code SeaTunnel}
     * @param wanted the setting's value: -1 for none, 0 for any that is free
     */
    protected EnginePort(String knob, String subject, int wanted) {
        if (wanted < NONE || wanted > HIGHEST) {
            throw new IllegalArgumentException(knob + " must be a port, or -1 for none, but is " + wanted);
        }
        this.knob = knob;
        this.subject = subject;
        this.wanted = wanted;
    }

    /** Returns the open port; empty if none is wanted, and before the service serves. */
    public final OptionalInt open() {
        return open == NONE ? OptionalInt.empty() : OptionalInt.of(open);
    }

    /** Returns whether the request came in at this port, and not at the service's own. */
    public final boolean received(HttpRequest<?> request) {
        // A request may come before the server has said that the port is open.
        int here = wanted > 0 ? wanted : open;
        return here != NONE && request.getServerAddress().getPort() == here;
    }

    /** Returns the engine's name in messages. */
    public final String subject() {
        return subject;
    }

    final String knob() {
        return knob;
    }

    /** Returns the configured port; empty if there shall be none. */
    public final OptionalInt wanted() {
        return wanted == NONE ? OptionalInt.empty() : OptionalInt.of(wanted);
    }

    final void opened(int port) {
        open = port;
    }
}
