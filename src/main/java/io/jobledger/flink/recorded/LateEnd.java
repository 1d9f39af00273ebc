package io.jobledger.flink.recorded;

import io.jobledger.flink.FlinkStates;
import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts an end into documents that were read before it. The end may be on record without them: a client was told of it
 * first, or the engine is gone.
 *
 * @param state the last one, as the engine spells it
 * @param time of the end, ms since the epoch
 */
public record LateEnd(String state, long time, Json json) {
    private static final List<String> RESULTS = List.of("/status", "/execution-result");

    /** The paths, below a job, of all documents that {@link #changed} reads. A job can have thousands of others. */
    static final List<String> NEEDED = List.of("", "/status", "/execution-result", "/accumulators", "/exceptions");

    /** Returns true if the document at this path, below a job, tells whether the job has ended. */
    static boolean isToldAt(String path) {
        return path.isEmpty() || RESULTS.contains(path);
    }

    /** Returns the run's entry in a list of jobs, with this end. */
    public String summary(String entry) {
        return json.writeText(ended(json.read(entry), Map.of("last-modification", JsonNode.createNumberNode(time))));
    }

    /**
     * Returns the documents that are to tell of the end, and do not: the job itself, its status, its result. None
     * without a document of the job itself.
     *
     * @param known the recorded documents of the run, by path; those at {@link #NEEDED} suffice
     */
    public Map<String, Document> changed(Map<String, Document> known) {
        Document job = known.get("");
        if (job == null) {
            return Map.of();
        }
        JsonNode body = json.read(job.body());
        Map<String, Document> documents = new LinkedHashMap<>(known);
        Map<String, Document> changed = new LinkedHashMap<>();
        if (!FlinkStates.isFinal(Json.text(body, "state"))) {
            changed.put("", ended(body));
            documents.putAll(changed);
            documents.keySet().removeAll(RESULTS);
        }
        changed.putAll(DerivedDocuments.missing(documents, json));
        changed.keySet().removeIf(path -> !isToldAt(path));
        return changed;
    }

    private Document ended(JsonNode job) {
        JsonNode timestamps = job.get("timestamps");
        Map<String, JsonNode> more = timestamps == null
                ? Map.of()
                : Map.of("timestamps", Json.with(timestamps, Map.of(state, JsonNode.createNumberNode(time))));
        return new Document("", 200, json.write(ended(job, more)));
    }

    private JsonNode ended(JsonNode job, Map<String, JsonNode> more) {
        Map<String, JsonNode> changes = new LinkedHashMap<>(more);
        changes.put("state", JsonNode.createStringNode(state));
        changes.put("end-time", JsonNode.createNumberNode(time));
        changes.put("duration", JsonNode.createNumberNode(time - Json.number(job, "start-time")));
        return Json.with(job, changes);
    }
}
