package io.jobledger.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Represents a job engine to the rest of the service: a base URL that is available or not. A caller sees no difference
 * between a child process and a remote cluster. Safe for use by many threads.
 */
public interface Engine extends AutoCloseable {

    /** Returns the engine's short name, as in the configuration ({@code flink}). */
    String name();

    /** Returns the state that the supervisor knows at this moment. */
    EngineState state();

    /** Returns the current session; present if and only if the state is {@link EngineState#RUNNING}. */
    Optional<EngineSession> session();

    /**
     * Returns the current session, or the next one. Completes at once if the engine is running.
     *
     * @param wait how long to wait for it; zero does not wait
     * @return completes exceptionally with {@link EngineUnavailableException} when the time is up, or at once if the
     *     engine is stopped
     */
    CompletionStage<EngineSession> ready(Duration wait);

    /** Tells the listener of each session that is over. Calls under way within it may never be answered. */
    void onLost(Consumer<EngineSession> listener);

    /** Returns the sessions of all that answer for the engine now: one, or one per worker that is there. */
    default List<EngineSession> sessions() {
        return session().stream().toList();
    }

    /** Returns whether the service runs this engine itself. Its jobs then end when it is stopped. */
    default boolean isOurs() {
        return false;
    }

    /**
     * Stops the engine for good, until the service restarts. Returns at once; the engine's process gets a few seconds to
     * end by itself. Does nothing to an engine that is stopped already.
     */
    void stop();

    /**
     * Begins to start the engine and returns at once. {@code cluster.EngineClusters} calls it once the service serves.
     * Until then the state is {@link EngineState#STARTING}. Does nothing the second time.
     */
    default void start() {}

    /** Stops the engine with the service, and returns only when the engine's process is gone, within seconds. */
    @Override
    default void close() {
        stop();
    }
}
