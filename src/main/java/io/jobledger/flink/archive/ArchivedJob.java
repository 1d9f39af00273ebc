package io.jobledger.flink.archive;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.compatibility.DroppedFields;
import io.jobledger.flink.live.ListedJob;
import io.jobledger.flink.live.SparseJob;
import io.jobledger.flink.recorded.Bodies;
import io.jobledger.flink.recorded.DamagedArchiveException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Content;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the content of one archive file.
 *
 * @param jobId 32 hex digits
 * @param summary the job's entry of {@code /jobs/overview}, with all its fields
 * @param startTime of this run, in ms since the epoch
 * @param bodies the documents by their path below {@code /jobs/:jobid}, "" being the job itself; facts are read from these
 * @param documents the same documents as they are to be kept: those beyond the limit are marks
 */
public record ArchivedJob(
        String jobId, String summary, long startTime, Bodies bodies, Map<String, Document> documents) {
    private static final Logger LOG = LoggerFactory.getLogger(ArchivedJob.class);
    private static final byte[] ERRORS = "{\"errors\":".getBytes(StandardCharsets.UTF_8);

    /** Bytes. No chunk of documents can be larger. */
    private static final long LARGEST = Integer.MAX_VALUE - (1 << 20);

    /**
     * Reads {@code {"archive":[{"path":…,"json":"…"},…]}}. Every entry must be whole and of the job. A document
     * {@code {"errors":…}} (checkpoints of a job without checkpointing) becomes a 404, as the JobManager answers. An
     * archive with nothing but the job's entry in the list of jobs is one of a job without a graph. Damage within documents
     * is left to {@link Bodies#check}.
     *
     * @param file is closed
     * @param limit bytes of documents to keep; those that are over it, the largest ones, become a 404 that says so
     * @throws IOException if the file cannot be read
     * @throws RuntimeException if the file is not (yet) a whole archive of this job
     */
    static ArchivedJob read(String jobId, InputStream file, ArchiveEntries.Documents how, Json json, long limit)
            throws IOException {
        String root = "/jobs/" + jobId;
        DroppedFields dropped = new DroppedFields(json);
        Map<String, Document> documents = new LinkedHashMap<>();
        JsonNode[] entry = new JsonNode[1];
        ArchiveEntries.read(file, how, (path, body) -> {
            if (OverviewEntry.isOverview(path)) {
                entry[0] = OverviewEntry.find(jobId, json.read(body.content().bytes()));
            } else if (path.equals(root) || path.startsWith(root + "/")) {
                String relative = path.substring(root.length());
                documents.put(relative, document(relative, path, body, dropped, json));
            } else {
                throw new DamagedArchiveException("It has a document that is not of the job " + jobId);
            }
        });
        return of(jobId, entry[0], documents, json, limit);
    }

    /** @throws DamagedArchiveException if neither a document nor the list of jobs tells how the job ended, and when */
    private static ArchivedJob of(
            String jobId, @Nullable JsonNode entry, Map<String, Document> documents, Json json, long limit) {
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
            throw new DamagedArchiveException(
                    "It has no document of the job " + jobId + ", nor its entry in the list of jobs");
        }
        String state = Json.text(job, "state");
        if (!FlinkStates.isArchived(state)) {
            throw new DamagedArchiveException("The job " + jobId + " has no state of an ended job in it");
        }
        Long start = JobTimes.start(job);
        if (start == null) {
            throw new DamagedArchiveException("The job " + jobId + " has no start time in it");
        }
        return new ArchivedJob(
                jobId,
                json.writeText(OverviewEntry.complete(entry, jobId, job)),
                start,
                bodies,
                kept(jobId, documents, json, limit));
    }

    private static JsonNode named(JsonNode entry) {
        return Json.text(entry, "name") != null
                ? entry
                : Json.with(entry, Map.of("name", JsonNode.createStringNode("")));
    }

    /** Returns the marks of the documents that are not kept. */
    public Map<String, Document> cut() {
        Map<String, Document> cut = new LinkedHashMap<>();
        documents.forEach((path, document) -> {
            if (document != bodies.documents().get(path)) {
                cut.put(path, document);
            }
        });
        return cut;
    }

    /** Returns the documents, with marks in place of the largest ones if all together are over the limit. */
    private static Map<String, Document> kept(String jobId, Map<String, Document> documents, Json json, long limit) {
        long most = Math.min(limit, LARGEST);
        if (documents.values().stream().mapToLong(Document::size).sum() <= most) {
            return documents;
        }
        Map<String, Document> kept = new LinkedHashMap<>(documents);
        long sum = documents.get("").size();
        List<Document> others = documents.values().stream()
                .filter(document -> !document.path().isEmpty())
                .sorted(Comparator.comparingLong(Document::size))
                .toList();
        for (Document document : others) {
            sum += document.size();
            if (sum > most) {
                String why = "jobledger has not kept this document, which has " + document.size()
                        + " bytes: those of this job are over the limit of " + most
                        + " bytes (jobledger.flink.archive-limit)";
                LOG.warn("The archive of job {}, document {}: {}", jobId, document.path(), why);
                kept.put(document.path(), Document.mark(document.path(), errors(List.of(why), json)));
            }
        }
        return kept;
    }

    /** Documents that stay in the file are checked here, while they are in memory, unless they are large. */
    private static Document document(
            String relative, String path, ArchiveEntries.Found found, DroppedFields dropped, Json json) {
        byte[] bytes = found.bytes();
        if (bytes == null) {
            return new Document(relative, 200, found.content());
        }
        boolean inMemory = found.content() instanceof Content.InMemory;
        if (!inMemory) {
            Bodies.check(relative, bytes);
        }
        if (Arrays.mismatch(ERRORS, bytes) != ERRORS.length) {
            byte[] whole = dropped.fill(path, bytes);
            return whole == bytes
                    ? new Document(relative, 200, found.content())
                    : new Document(
                            relative,
                            200,
                            inMemory ? Content.of(whole) : new Filled(found.content(), path, whole.length, dropped));
        }
        List<String> errors = new ArrayList<>();
        for (JsonNode error : Json.elements(json.read(bytes), "errors")) {
            errors.add(FlinkEngineErrors.sent(error.coerceStringValue()));
        }
        return new Document(relative, 404, errors(errors, json));
    }

    /** The content of a document in a file, with fields that a newer version of Flink lacks. */
    private record Filled(Content archived, String path, long size, DroppedFields dropped) implements Content {
        @Override
        public byte[] bytes() {
            return dropped.fill(path, archived.bytes());
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes());
        }
    }

    /**
     * Checks the documents that were not checked when they were found.
     *
     * @throws DamagedArchiveException if one is not JSON
     */
    void check() {
        bodies.check(document -> document.content() instanceof Content.InMemory || document.isLarge());
    }

    private static byte[] errors(List<String> errors, Json json) {
        List<JsonNode> texts = errors.stream().map(JsonNode::createStringNode).toList();
        return json.write(JsonNode.createObjectNode(Map.of("errors", JsonNode.createArrayNode(texts))));
    }
}
