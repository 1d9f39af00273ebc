package io.jobledger.flink.live;

import io.jobledger.engine.EngineSession;
import io.micronaut.core.annotation.Nullable;
import java.util.Map;

/**
 * Holds the engine's answer to one {@code /jobs/overview}.
 *
 * @param session the engine's; null for the listing of no engine
 * @param askedAt {@link System#nanoTime} before the request was sent: the answer includes earlier events
 * @param jobs by job id, in the engine's order
 */
public record Listing(@Nullable EngineSession session, long askedAt, Map<String, ListedJob> jobs) {

    /** The listing of no engine. */
    static final Listing NONE = new Listing(null, 0, Map.of());
}
