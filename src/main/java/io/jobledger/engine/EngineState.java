package io.jobledger.engine;

/** Names the states of an {@link Engine}, as its supervisor sees them. */
public enum EngineState {
    /** On its way to its first session within this service's life. */
    STARTING,
    /** It answers REST calls. */
    RUNNING,
    /** An embedded engine died, or was killed for its silence, and restarts later. A remote one does not answer. */
    DOWN,
    /** Stopped for good: by {@link Engine#stop()}, by the configuration, or with the service itself. */
    STOPPED
}
