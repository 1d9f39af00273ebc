package io.jobledger.flink.archive;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.compatibility.DroppedFields;
import io.jobledger.flink.recorded.Bodies;
import io.jobledger.flink.recorded.DamagedArchiveException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the content of one archive file.
 *
 * @param jobId 32 hex digits
 * @param summary the job's entry of {@code /jobs/overview}, null if the archive has none
 * @param documents the documents by their path below {@code /jobs/:jobid}, "" being the job itself
 */
public record ArchivedJob(String jobId, @Nullable String summary, Map<String, Document> documents) {
    private static final String ERRORS = "{\"errors\":";
    private static final String OVERVIEW = "/jobs/overview";

    /**
     * Reads {@code {"archive":[{"path":…,"json":"…"},…]}}. Every entry must be whole and of the job. A document
     * {@code {"errors":…}} (checkpoints of a job without checkpointing) becomes a 404, as the JobManager answers.
     *
     * @throws RuntimeException if the file is not (yet) a whole archive of this job
     */
    public static ArchivedJob parse(String jobId, byte[] file, Json json) {
        ArchivedJob job = read(jobId, file, json);
        job.bodies(json).check();
        return job;
    }

    /** Parses as {@link #parse} does, and leaves damage within documents to {@link Bodies#check}. */
    static ArchivedJob read(String jobId, byte[] file, Json json) {
        String root = "/jobs/" + jobId;
        DroppedFields dropped = new DroppedFields(json);
        Map<String, Document> documents = new LinkedHashMap<>();
        String[] summary = new String[1];
        ArchiveEntries.read(file, (path, body) -> {
            if (path.equals(OVERVIEW)) {
                summary[0] = ownEntry(jobId, body, json);
            } else if (path.equals(root) || path.startsWith(root + "/")) {
                String relative = path.substring(root.length());
                byte[] whole = dropped.fill(path, body.getBytes(StandardCharsets.UTF_8));
                documents.put(relative, document(relative, whole, json));
            } else {
                throw new DamagedArchiveException("It has a document that is not of the job " + jobId);
            }
        });
        return new ArchivedJob(jobId, summary[0], documents);
    }

    /**
     * Returns the documents for parsing.
     *
     * @throws DamagedArchiveException if the job itself is missing, or lacks a name, a final state or a start time
     */
    Bodies bodies(Json json) {
        Bodies bodies = new Bodies(documents, json);
        JsonNode job = bodies.at("");
        if (job == null
                || Json.text(job, "name") == null
                || !FlinkStates.isFinal(Json.text(job, "state"))
                || Json.number(job, "start-time") == null) {
            throw new DamagedArchiveException("It has no document of the job " + jobId
                    + " with a name, a start time and the state of an ended job");
        }
        return bodies;
    }

    private static Document document(String path, byte[] body, Json json) {
        if (!new String(body, 0, Math.min(body.length, ERRORS.length()), StandardCharsets.UTF_8).equals(ERRORS)) {
            return new Document(path, 200, body);
        }
        List<JsonNode> errors = new ArrayList<>();
        for (JsonNode error : Json.elements(json.read(body), "errors")) {
            errors.add(JsonNode.createStringNode(FlinkEngineErrors.sent(error.getStringValue())));
        }
        JsonNode sent = JsonNode.createObjectNode(Map.of("errors", JsonNode.createArrayNode(errors)));
        return new Document(path, 404, json.write(sent));
    }

    /** Returns the start time of this run, in ms since the epoch. */
    public long startTime(Json json) {
        return Json.number(json.read(documents.get("").body()), "start-time");
    }

    private static String ownEntry(String jobId, String overview, Json json) {
        for (JsonNode job : Json.elements(json.read(overview), "jobs")) {
            if (jobId.equals(Json.text(job, "jid"))) {
                return json.writeText(job);
            }
        }
        return null;
    }
}
