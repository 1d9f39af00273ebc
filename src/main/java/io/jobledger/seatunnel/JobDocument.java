package io.jobledger.seatunnel;

import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * Holds the engine's document of a job, running or ended. A running job has {@code envOptions} and a {@code jobDag}
 * object. An ended job has {@code finishTime} and {@code errorMsg}, and its {@code jobDag} may be a text.
 *
 * @param json an object
 */
public record JobDocument(JsonNode json) {
    private static final Set<String> LAST_STATES =
            Set.of("FINISHED", "CANCELED", "FAILED", "SAVEPOINT_DONE", "UNKNOWABLE");

    /** Returns the job's id in digits, or null in a document of no job. */
    @Nullable
    public String jobId() {
        return Json.scalar(json, "jobId");
    }

    /** Returns the job's name, or an empty text if the engine does not tell it. */
    public String name() {
        String name = Json.scalar(json, "jobName");
        return name == null ? "" : name;
    }

    /** Returns the state, or null for a job that the engine does not know: its document has only the id. */
    @Nullable
    public String status() {
        return Json.scalar(json, "jobStatus");
    }

    /** Returns whether the job is in a state that it does not leave. */
    public boolean hasEnded() {
        return LAST_STATES.contains(String.valueOf(status()));
    }

    /** Returns whether the job has ended, and the engine does not tell the time and the error of that yet. */
    public boolean isEnding() {
        return hasEnded() && finishTime() == null;
    }

    /** Returns the time of the start as the engine writes it, or null if it tells none. */
    @Nullable
    public JsonNode createTime() {
        return value("createTime");
    }

    /**
     * Returns the time of the end; null while the job runs, and for a moment after its end. Engines call it
     * {@code finishTime}, SeaTunnel's own documentation also {@code finishedTime}.
     */
    @Nullable
    public JsonNode finishTime() {
        JsonNode time = value("finishTime");
        return time == null ? value("finishedTime") : time;
    }

    /** Returns the stack trace of the job's failure, or null if it did not fail. */
    @Nullable
    public String errorMessage() {
        return Json.scalar(json, "errorMsg");
    }

    /** Returns the metrics, or null if the engine tells none. */
    @Nullable
    public JsonNode metrics() {
        JsonNode metrics = value("metrics");
        return metrics == null || !metrics.isObject() ? null : metrics;
    }

    /** Returns the value of a field, or null if it is absent or null. */
    @Nullable
    public JsonNode value(String field) {
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** Returns a copy with these fields changed, or added at the end. */
    public JobDocument with(Map<String, JsonNode> changes) {
        return new JobDocument(Json.with(json, changes));
    }
}
