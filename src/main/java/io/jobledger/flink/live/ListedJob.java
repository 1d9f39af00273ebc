package io.jobledger.flink.live;

import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import java.util.Map;

/**
 * Holds a job as the engine lists it.
 *
 * @param jobId 32 hex digits
 * @param state as the engine spells it
 * @param startTime ms since the epoch; tells two runs of one job id apart
 * @param entry the engine's whole entry
 */
public record ListedJob(String jobId, String name, String state, long startTime, JsonNode entry) {

    /** @throws NullPointerException if the entry has no start time */
    public static ListedJob of(JsonNode entry) {
        return new ListedJob(
                Json.text(entry, "jid"),
                Json.text(entry, "name"),
                Json.text(entry, "state"),
                Json.number(entry, "start-time"),
                entry);
    }

    /**
     * Returns the job after an end that its entry lacks.
     *
     * @param time of the end, ms since the epoch
     */
    ListedJob ended(String lastState, long time) {
        return of(Json.with(
                entry,
                Map.of(
                        "state", JsonNode.createStringNode(lastState),
                        "end-time", JsonNode.createNumberNode(time),
                        "duration", JsonNode.createNumberNode(Math.max(0, time - startTime)))));
    }

    /** Returns the entry without {@code duration}, which changes without news: equal entries, no news. */
    public JsonNode news() {
        var fields = Json.fields(entry);
        fields.remove("duration");
        return JsonNode.createObjectNode(fields);
    }
}
