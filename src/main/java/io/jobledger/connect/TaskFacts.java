package io.jobledger.connect;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Tells what the workers know of one task at one moment.
 *
 * @param task the number within its connector, from 0
 * @param state as {@link ConnectorFacts#state}
 * @param workerId as the worker names itself, empty if no worker has it
 * @param trace the stack trace of its failure, null without one
 * @param attempt 1 for the first start, one more for each restart; null if the worker does not tell
 * @param since the time of the last change of its state (ms since the epoch), null if the worker does not tell
 * @param config with the keys of the worker's own dialect, secrets in clear
 * @param positions how far it has come, none if the worker does not tell
 * @param failures of its attempts, oldest first, none if the worker does not tell
 */
public record TaskFacts(
        int task,
        String state,
        String workerId,
        @Nullable String trace,
        @Nullable Long attempt,
        @Nullable Long since,
        Map<String, String> config,
        List<Position> positions,
        List<Failure> failures) {

    /** Tells how far a task has come in one partition, both in the plugin's own words. */
    public record Position(JsonNode partition, JsonNode offset) {}

    /**
     * Tells of one failure.
     *
     * @param time ms since the epoch
     */
    public record Failure(long attempt, long time, String trace) {}
}
