package io.jobledger.flink.rescaling;

import io.jobledger.flink.Json;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a rescaling is to do, as its operation's row has it: so it goes on where another life of the service left off.
 *
 * @param parallelism asked for, 1 or more
 * @param former what the job asked the engine for before
 */
record RescalingPlan(int parallelism, Requirements former) {

    /** What the engine is asked for until the job runs so. */
    Requirements asked() {
        return former.exactly(parallelism);
    }

    /** What stays when it does. */
    Requirements lasting() {
        return former.upTo(parallelism);
    }

    /** The text of the row: the request's line, then what it takes to go on. */
    String noted(String line, Json json) {
        Map<String, JsonNode> note = new LinkedHashMap<>();
        note.put("parallelism", JsonNode.createNumberNode(parallelism));
        note.put("former", former.document());
        return line + '\n' + new String(json.write(JsonNode.createObjectNode(note)), StandardCharsets.UTF_8);
    }

    /** @throws RuntimeException if the text is not that of a row of ours, or was cut as too long */
    static RescalingPlan parse(String noted, Json json) {
        JsonNode note = json.read(noted.substring(noted.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8));
        return new RescalingPlan(Json.number(note, "parallelism").intValue(), Requirements.of(note.get("former")));
    }
}
