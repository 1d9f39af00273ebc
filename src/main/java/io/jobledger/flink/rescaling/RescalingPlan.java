package io.jobledger.flink.rescaling;

import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the plan of a rescaling, as recorded in its operation's row, so that a restarted service can continue it.
 *
 * @param parallelism the requested one, 1 or more
 * @param former the job's requirements before
 * @param superseded parallelisms of earlier rescalings that ended in favour of this one. The engine may follow them
 *     until it gets this one, and a request that seemed lost may still arrive.
 */
record RescalingPlan(int parallelism, Requirements former, Set<Integer> superseded) {

    /** Returns the requirements until the job runs with this parallelism. */
    Requirements asked() {
        return former.exactly(parallelism);
    }

    /** Returns the requirements from then on. */
    Requirements lasting() {
        return former.upTo(parallelism);
    }

    /** Returns true if this or a superseded rescaling set these requirements, which are temporary. */
    boolean isOurs(Requirements now) {
        return now.equals(asked()) || superseded.stream().map(former::exactly).anyMatch(now::equals);
    }

    /** Returns the text of the row: the request's line, then the plan. */
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

    /** @throws RuntimeException if the text is not that of a rescaling's row, or was cut as too long */
    static RescalingPlan parse(String noted, Json json) {
        JsonNode note = json.read(noted.substring(noted.indexOf('\n') + 1));
        Set<Integer> superseded = new TreeSet<>();
        Json.elements(note, "superseded").forEach(earlier -> superseded.add(earlier.getIntValue()));
        return new RescalingPlan(
                Json.number(note, "parallelism").intValue(), Requirements.of(note.get("former")), superseded);
    }
}
