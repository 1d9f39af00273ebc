package io.jobledger.connect;

import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.Map;

/**
 * Tells what the workers know of one connector at one moment.
 *
 * @param config with the keys of the worker's own dialect, secrets in clear
 * @param state {@code UNASSIGNED}, {@code RUNNING}, {@code PAUSED}, {@code FAILED}, {@code DESTROYED}, {@code RESTARTING},
 *     or {@code UNKNOWN} where the worker cannot say
 * @param workerId as the worker names itself, empty if no worker has it
 * @param trace the stack trace of its failure, null without one
 * @param since the time of the last change of its state (ms since the epoch), null if the worker does not tell
 * @param type {@code SOURCE}, {@code SINK} or {@code UNKNOWN}
 */
public record ConnectorFacts(
        String name,
        Map<String, String> config,
        String state,
        String workerId,
        @Nullable String trace,
        @Nullable Long since,
        String type,
        List<TaskFacts> tasks) {

    public static final String UNASSIGNED = "UNASSIGNED";
    public static final String RUNNING = "RUNNING";
    public static final String PAUSED = "PAUSED";
    public static final String UNKNOWN = "UNKNOWN";

    /** Returns whether the connector and all its tasks run, as far as the worker can say. */
    public boolean runs() {
        return state.equals(RUNNING)
                && tasks.stream()
                        .allMatch(task ->
                                task.state().equals(RUNNING) || task.state().equals(UNKNOWN));
    }
}
