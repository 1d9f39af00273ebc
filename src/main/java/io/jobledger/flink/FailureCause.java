package io.jobledger.flink;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code failure-cause} of Flink's REST API, for failures of which the engine told us less than its clients need. */
public final class FailureCause {
    private static final String CLASS = "org.apache.flink.util.FlinkException";

    private FailureCause() {}

    /** A failure that nobody has thrown: one that we have to tell in the engine's place. */
    public static JsonNode of(String message) {
        return of(CLASS, CLASS + ": " + message + "\n");
    }

    /**
     * An exception of which only the text is left. Flink's clients read nothing but {@code serialized-throwable}, and fail
     * without it.
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
