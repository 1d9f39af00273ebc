package io.jobledger.engine;

import java.net.URI;
import java.time.Instant;

/**
 * Describes one uninterrupted life of an engine. The engine's memory (finished jobs, trigger results) ends with it. So
 * does its address: an embedded engine comes back on another port. A remote engine that answers again after a silence
 * begins a new session, even if it has kept its memory.
 *
 * @param baseUrl the base URL of its REST API, without a trailing slash
 * @param incarnation 1, 2, 3 … within this service's life; counts the sessions, not the attempts to start one
 * @param pid the engine's process, or {@link #NO_PID} when it is not ours
 * @param startedAt the time of its first answer to the service
 */
public record EngineSession(URI baseUrl, long incarnation, long pid, Instant startedAt) {

    /** The {@link #pid()} of an engine that this service did not start. */
    public static final long NO_PID = -1;
}
