package io.jobledger.flink.live;

import io.jobledger.engine.EngineSession;
import io.micronaut.core.annotation.Nullable;
import java.util.Map;

/**
 * What one {@code /jobs/overview} of the engine said.
 *
 * @param session whose jobs these are; null for the listing of no engine
 * @param askedAt {@link System#nanoTime} before the question was sent: what happened earlier is in the answer
 * @param jobs by job id, in the engine's order
 */
public record Listing(@Nullable EngineSession session, long askedAt, Map<String, ListedJob> jobs) {

    /** The listing of no engine. */
    static final Listing NONE = new Listing(null, 0, Map.of());
}
