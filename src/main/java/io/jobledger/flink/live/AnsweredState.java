package io.jobledger.flink.live;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jobledger.flink.FlinkStates;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Reads the state of a job in an answer of the engine, at little cost. The engine writes it near the beginning, and
 * nothing behind it is read.
 */
final class AnsweredState {
    /** Templates of the paths whose answers tell the state of a job. */
    private static final Set<String> ROUTES =
            Set.of("/jobs/{jobid}", "/jobs/{jobid}/vertices", "/jobs/{jobid}/status", "/jobs/{jobid}/execution-result");

    /** States by the engine's words in {@code /jobs/:jobid/execution-result}. */
    private static final Map<String, String> RESULTS =
            Map.of("SUCCEEDED", "FINISHED", "FAILED", "FAILED", "CANCELED", "CANCELED");

    private AnsweredState() {}

    /** Returns true if answers at this route tell the state of a job. */
    static boolean isToldAt(String route) {
        return ROUTES.contains(route);
    }

    /** Returns the final state that an answer at one of those routes tells; null if it tells no end. */
    @Nullable
    static String end(byte[] body) {
        try (JsonParser tokens = Json.TOKENS.createParser(body)) {
            return tokens.nextToken() == JsonToken.START_OBJECT ? end(tokens) : null;
        } catch (IOException e) {
            // An answer that is cut off or no JSON tells no end.
            return null;
        }
    }

    private static String end(JsonParser tokens) throws IOException {
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            String field = tokens.currentName();
            JsonToken value = tokens.nextToken();
            if (value == JsonToken.VALUE_STRING && (field.equals("state") || field.equals("status"))) {
                return FlinkStates.isFinal(tokens.getText()) ? tokens.getText() : null;
            }
            if (value == JsonToken.START_OBJECT && field.equals("job-execution-result")) {
                return RESULTS.get(result(tokens));
            }
            tokens.skipChildren();
        }
        return null;
    }

    private static String result(JsonParser tokens) throws IOException {
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            String field = tokens.currentName();
            tokens.nextToken();
            if (field.equals("application-status")) {
                return String.valueOf(tokens.getText());
            }
            tokens.skipChildren();
        }
        return "";
    }
}
