package io.jobledger.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A job engine as the rest of the service sees it: a base URL that is there, or is not there at the moment. Whether the
 * engine is a child process or somebody else's cluster makes no difference to a caller. Safe for use by many threads.
 */
public interface Engine extends AutoCloseable {

    /** The engine's short name, as in the configuration ({@code flink}); also the name of its bean. */
    String name();

    /** What the supervisor knows at this moment. */
    EngineState state();

    /** The current session; present if and only if the state is {@link EngineState#RUNNING}. */
    Optional<EngineSession> session();

    /**
     * The current session, or the next one. Completes at once when the engine is running.
     *
     * @param wait how long to wait for it; zero does not wait
     * @return completes exceptionally with {@link EngineUnavailableException} when the time is up, or at once when the
     *     engine is stopped
     */
    CompletionStage<EngineSession> ready(Duration wait);

    /** Lets the listener know of each session that is over: calls that are under way within it may never be answered. */
    void onLost(Consumer<EngineSession> listener);

    /** Whether the service runs this engine itself: then its jobs end when it is stopped. */
    default boolean isOurs() {
        return false;
    }

    /**
     * Stops the engine for good, until the service restarts. Returns at once; the engine's process gets a few seconds to
     * end by itself. Does nothing to an engine that is stopped already.
     */
    void stop();

    /**
     * Begins to start the engine and returns at once. {@link EngineStarter} does it once the service serves; until then
     * the state is {@link EngineState#STARTING}. Does nothing the second time.
     */
    default void start() {}

    /** Ends with the service: as {@link #stop()}, but returns only when the engine's process is gone, within seconds. */
    @Override
    default void close() {
        stop();
    }
}
