package io.jobledger.seatunnel;

import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.Map;

/**
 * A job as the engine tells of it, running or ended. While it runs, it has {@code envOptions} and a {@code jobDag} that is
 * an object; once it has ended, {@code finishTime} and {@code errorMsg}, and the {@code jobDag} may be a text.
 *
 * @param json an object
 */
public record JobDocument(JsonNode json) {

    /** The job's id in digits; null in a document that is of no job. */
    @Nullable
    public String jobId() {
        return Json.scalar(json, "jobId");
    }

    /** Empty if the engine does not tell it. */
    public String name() {
        String name = Json.scalar(json, "jobName");
        return name == null ? "" : name;
    }

    /** Null for a job that the engine does not know: then there is nothing but its id. */
    @Nullable
    public String status() {
        return Json.scalar(json, "jobStatus");
    }

    @Nullable
    public JsonNode createTime() {
        return value("createTime");
    }

    /**
     * When it ended; null for a job that runs, and for a moment for one that has just ended. Engines call it
     * {@code finishTime}, their own document on them also {@code finishedTime}.
     */
    @Nullable
    public JsonNode finishTime() {
        JsonNode time = value("finishTime");
        return time == null ? value("finishedTime") : time;
    }

    /** The stack trace of what failed it; null if nothing did. */
    @Nullable
    public String errorMessage() {
        return Json.scalar(json, "errorMsg");
    }

    /** Null if the engine tells none. */
    @Nullable
    public JsonNode metrics() {
        JsonNode metrics = value("metrics");
        return metrics == null || !metrics.isObject() ? null : metrics;
    }

    /** The value of a field; null if it is absent or null. */
    @Nullable
    public JsonNode value(String field) {
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** The same with other values of some fields; those that it has not come last. */
    public JobDocument with(Map<String, JsonNode> changes) {
        return new JobDocument(Json.with(json, changes));
    }
}
