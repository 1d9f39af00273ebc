package io.jobledger.flink.rescaling;

import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a rescaling is to do, as its operation's row has it: so it goes on where another life of the service left off.
 *
 * @param parallelism asked for, 1 or more
 * @param former what the job asked the engine for before
 * @param superseded the parallelisms that earlier rescalings asked for, which ended in favour of this one. The engine may
 *     follow them until it is asked for this one, and a request to it that seemed lost may still arrive.
 */
record RescalingPlan(int parallelism, Requirements former, Set<Integer> superseded) {

    /** What the engine is asked for until the job runs so. */
    Requirements asked() {
        return former.exactly(parallelism);
    }

    /** What stays when it does. */
    Requirements lasting() {
        return former.upTo(parallelism);
    }

    /** Whether these are what this or a superseded rescaling asked for: nobody else's, and not to stay. */
    boolean isOurs(Requirements now) {
        return now.equals(asked()) || superseded.stream().map(former::exactly).anyMatch(now::equals);
    }

    /** The text of the row: the request's line, then what it takes to go on. */
    String noted(String line, Json json) {
        Map<String, JsonNode> note = new LinkedHashMap<>();
        note.put("parallelism", JsonNode.createNumberNode(parallelism));
        note.put("former", former.document());
        note.put(
                "superseded",
                JsonNode.createArrayNode(
                        superseded.stream().map(JsonNode::createNumberNode).toList()));
        return line + '\n' + json.writeText(JsonNode.createObjectNode(note));
    }

    /** @throws RuntimeException if the text is not that of a row of ours, or was cut as too long */
    static RescalingPlan parse(String noted, Json json) {
        JsonNode note = json.read(noted.substring(noted.indexOf('\n') + 1));
        Set<Integer> superseded = new TreeSet<>();
        Json.elements(note, "superseded").forEach(earlier -> superseded.add(earlier.getIntValue()));
        return new RescalingPlan(
                Json.number(note, "parallelism").intValue(), Requirements.of(note.get("former")), superseded);
    }
}
