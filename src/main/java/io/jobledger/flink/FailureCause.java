package io.jobledger.flink;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the {@code failure-cause} of Flink's REST API for failures that the engine told in part or not at all. */
public final class FailureCause {
    private static final String CLASS = "org.apache.flink.util.FlinkException";

    private FailureCause() {}

    /** Returns the cause of a failure without an exception, which the service reports in the engine's place. */
    public static JsonNode of(String message) {
        return of(CLASS, CLASS + ": " + message + "\n");
    }

    /**
     * Returns the cause for an exception that survives as text. Flink's clients read only its
     * {@code serialized-throwable}.
     *
     * @param className its class, taken from the stack trace if null
     * @param stackTrace as {@link Throwable#printStackTrace()} writes it
     */
    public static JsonNode of(@Nullable String className, String stackTrace) {
        StandInThrowable standIn = StandInThrowable.parse(stackTrace);
        Map<String, JsonNode> cause = new LinkedHashMap<>();
        cause.put("class", JsonNode.createStringNode(className == null ? standIn.className() : className));
        cause.put("stack-trace", JsonNode.createStringNode(stackTrace));
        cause.put("serialized-throwable", JsonNode.createStringNode(standIn.serialized()));
        return JsonNode.createObjectNode(cause);
    }
}
