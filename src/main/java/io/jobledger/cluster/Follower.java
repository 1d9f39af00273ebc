package io.jobledger.cluster;

import io.jobledger.engine.EngineSession;
import java.util.Optional;

/**
 * Asks one cluster for its jobs and records them. {@link Rounds} calls it from one thread, a round at a time.
 *
 * <p>A round that fails is repeated by the next one, so a follower remembers its unrecorded news.
 */
public interface Follower extends AutoCloseable {

    /**
     * Records the news of the cluster's jobs. Blocks.
     *
     * @param session empty while the engine is not there
     * @param awaited whether a client waits for this round
     * @return whether a running engine told of its jobs, and all of that is recorded
     * @throws Exception if the engine or the database failed
     */
    boolean follow(Optional<EngineSession> session, boolean awaited) throws Exception;

    /**
     * Does the rest of a round, which clients do not wait for and the recorder's lag does not count. Blocks.
     *
     * @throws Exception if the engine or the database failed
     */
    default void settle() throws Exception {}

    /** Begins the work between rounds, if there is any. */
    default void begin() {}

    /** Ends the work between rounds. A round may still run. */
    @Override
    default void close() {}
}
