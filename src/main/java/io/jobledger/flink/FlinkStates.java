package io.jobledger.flink;

import io.micronaut.core.annotation.Nullable;
import java.util.Set;

/** Tells Flink's final job states from others. A newer engine's unknown state counts as not final. */
public final class FlinkStates {
    /** State of a run that its engine lost. Flink uses it for a job whose JobManager went away. */
    public static final String SUSPENDED = "SUSPENDED";

    private static final Set<String> FINAL = Set.of("FINISHED", "FAILED", "CANCELED");

    /**
     * States of a job whose graph may not be there yet. The engine then answers with defaults, such as an empty
     * {@code user-config}. A job that waits for slots under the adaptive scheduler is {@code CREATED}.
     */
    private static final Set<String> STARTING = Set.of("INITIALIZING", "CREATED");

    private FlinkStates() {}

    /** Returns true if a job in this state has its graph: its configuration and its plan no longer change. */
    public static boolean hasStarted(String state) {
        return !STARTING.contains(state);
    }

    /** Returns true if a job in this state has ended for good. Null, for a document without a state, is not final. */
    public static boolean isFinal(@Nullable String state) {
        return state != null && FINAL.contains(state);
    }

    /**
     * Returns true if an archive may tell this state as the job's last one. Older versions of Flink archive suspended
     * jobs too.
     */
    public static boolean isArchived(@Nullable String state) {
        return isFinal(state) || SUSPENDED.equals(state);
    }
}
