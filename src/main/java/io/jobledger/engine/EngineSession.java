package io.jobledger.engine;

import java.net.URI;
import java.time.Instant;

/**
 * One uninterrupted life of an engine. What the engine keeps in memory (finished jobs, trigger results) ends with it,
 * and so does its address: an embedded engine comes back on another port. A remote one that answers again after it did
 * not begins a new session, whatever it has kept.
 *
 * @param baseUrl where its REST API answers, without a trailing slash
 * @param incarnation 1, 2, 3 … within this service's life; counts the sessions, not the attempts to start one
 * @param pid the engine's process, or {@link #NO_PID} when it is not ours
 * @param startedAt when the service first saw it answer
 */
public record EngineSession(URI baseUrl, long incarnation, long pid, Instant startedAt) {

    /** The {@link #pid()} of an engine that this service did not start. */
    public static final long NO_PID = -1;
}
