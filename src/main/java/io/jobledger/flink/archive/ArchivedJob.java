package io.jobledger.flink.archive;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.compatibility.DroppedFields;
import io.jobledger.flink.live.ListedJob;
import io.jobledger.flink.live.SparseJob;
import io.jobledger.flink.recorded.Bodies;
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
 * @param summary the job's entry of {@code /jobs/overview}, with all its fields
 * @param startTime of this run, in ms since the epoch
 * @param bodies the documents by their path below {@code /jobs/:jobid}, "" being the job itself
 */
public record ArchivedJob(String jobId, String summary, long startTime, Bodies bodies) {
    private static final String ERRORS = "{\"errors\":";

    /**
     * Reads {@code {"archive":[{"path":…,"json":"…"},…]}}. Every entry must be whole and of the job. A document
     * {@code {"errors":…}} (checkpoints of a job without checkpointing) becomes a 404, as the JobManager answers. An
     * archive with nothing but the job's entry in the list of jobs is one of a job without a graph.
     *
     * @throws RuntimeException if the file is not (yet) a whole archive of this job
     */
    public static ArchivedJob parse(String jobId, byte[] file, Json json) {
        ArchivedJob job = read(jobId, file, json);
        job.bodies().check();
        return job;
    }

    /** Parses as {@link #parse} does, and leaves damage within documents to {@link Bodies#check}. */
    static ArchivedJob read(String jobId, byte[] file, Json json) {
        String root = "/jobs/" + jobId;
        DroppedFields dropped = new DroppedFields(json);
        Map<String, Document> documents = new LinkedHashMap<>();
        JsonNode[] entry = new JsonNode[1];
        ArchiveEntries.read(file, (path, body) -> {
            if (OverviewEntry.isOverview(path)) {
                entry[0] = OverviewEntry.find(jobId, json.read(body));
            } else if (path.equals(root) || path.startsWith(root + "/")) {
                String relative = path.substring(root.length());
                byte[] whole = dropped.fill(path, body.getBytes(StandardCharsets.UTF_8));
                documents.put(relative, document(relative, whole, json));
            } else {
                throw new IllegalArgumentException("An entry is not of this job: " + path);
            }
        });
        return of(jobId, entry[0], documents, json);
    }

    /** @throws IllegalArgumentException if neither a document nor the list of jobs tells how the job ended, and when */
    private static ArchivedJob of(String jobId, @Nullable JsonNode entry, Map<String, Document> documents, Json json) {
        if (!documents.containsKey("") && entry != null && Json.number(entry, "start-time") != null) {
            Long modified = Json.time(entry, "last-modification");
            documents.put(
                    "",
                    new Document(
                            "",
                            200,
                            json.write(SparseJob.of(ListedJob.of(named(entry)), modified == null ? 0 : modified))));
        }
        Bodies bodies = new Bodies(documents, json);
        JsonNode job = bodies.at("");
        if (job == null || !job.isObject()) {
            throw new IllegalArgumentException(
                    "It has neither the job " + jobId + " nor its entry in the list of jobs");
        }
        String state = Json.text(job, "state");
        if (!FlinkStates.isArchived(state)) {
            throw new IllegalArgumentException("The job " + jobId
                    + (state == null
                            ? " has no state in it"
                            : " is " + state + " in it, which is no state of an ended job"));
        }
        Long start = JobTimes.start(job);
        if (start == null) {
            throw new IllegalArgumentException("The job " + jobId + " has no start time in it");
        }
        return new ArchivedJob(jobId, json.writeText(OverviewEntry.complete(entry, jobId, job)), start, bodies);
    }

    private static JsonNode named(JsonNode entry) {
        return Json.text(entry, "name") != null
                ? entry
                : Json.with(entry, Map.of("name", JsonNode.createStringNode("")));
    }

    /** Returns the documents by path below the job. */
    public Map<String, Document> documents() {
        return bodies.documents();
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
}
