package io.jobledger.engine;

/** Where an {@link Engine} is in its life, as its supervisor sees it. */
public enum EngineState {
    /** On its way to its first session within this service's life. */
    STARTING,
    /** It answers REST calls. */
    RUNNING,
    /** Ours died, or stopped answering and was killed: the next start is pending. Somebody else's does not answer. */
    DOWN,
    /** Stopped for good: by {@link Engine#stop()}, by the configuration, or with the service itself. */
    STOPPED
}
