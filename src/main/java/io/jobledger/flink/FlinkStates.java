package io.jobledger.flink;

import io.micronaut.core.annotation.Nullable;
import java.util.Set;

/** Flink's job states, as far as their meaning matters here. A newer engine's unknown state counts as not final. */
public final class FlinkStates {
    /** What a run is closed as when its engine lost it: also Flink's word for a job whose JobManager went away. */
    public static final String SUSPENDED = "SUSPENDED";

    private static final Set<String> FINAL = Set.of("FINISHED", "FAILED", "CANCELED");

    private FlinkStates() {}

    /** Whether a job in this state has ended for good; null, which a document without a state has, is no state. */
    public static boolean isFinal(@Nullable String state) {
        return state != null && FINAL.contains(state);
    }
}
