package io.jobledger.flink.recorder;

import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.AnswerTooLargeException;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.flink.compatibility.DroppedFields;
import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads documents of one job from the engine, several at a time. */
@Singleton
public record JobReader(EngineClient client, DroppedFields dropped, Json json) {
    private static final Logger LOG = LoggerFactory.getLogger(JobReader.class);

    /** Number of calls in flight at once: the engine has other clients. */
    private static final int AT_ONCE = 8;

    /** Timeout of a call; the next round asks again. */
    private static final long PATIENCE_SECONDS = 20;

    private static final String NOT_KEPT = "jobledger has not kept this document: ";

    /** Documents that stay the same from when the job has started. */
    private static final List<String> CONSTANT =
            List.of("/config", "/jobmanager/config", "/jobmanager/environment", "/checkpoints/config");

    private static final List<String> CHANGING =
            List.of("/plan", "/exceptions", "/accumulators?includeSerializedValue=true", "/checkpoints");

    private static final String RESCALE_HISTORY = "/rescales/history";
    private static final List<String> RESCALES = List.of("/rescales/config", "/rescales/overview", "/rescales/summary");

    /**
     * Reads the documents to record of a running job. Leaves out those that are too large, because the ledger may have them
     * from an earlier round.
     *
     * @param constant true to include the constant documents
     * @return by path below the job; without those that the engine answers with 5xx
     */
    Map<String, Document> running(EngineSession session, String jobId, boolean constant) {
        Map<String, Document> documents = now(session, jobId, constant);
        documents.values().removeIf(Document::isMark);
        return documents;
    }

    private Map<String, Document> now(EngineSession session, String jobId, boolean constant) {
        Map<String, Document> documents = new LinkedHashMap<>(read(session, jobId, List.of("")));
        Document job = documents.get("");
        if (job == null || job.status() != 200) {
            return new LinkedHashMap<>();
        }
        List<String> paths = new ArrayList<>(CHANGING);
        if (constant) {
            paths.addAll(CONSTANT);
        }
        for (JsonNode vertex : Json.elements(json.read(job.body()), "vertices")) {
            String root = "/vertices/" + Json.text(vertex, "id");
            paths.addAll(List.of(
                    root,
                    root + "/subtasktimes",
                    root + "/taskmanagers",
                    root + "/accumulators",
                    root + "/subtasks/accumulators"));
        }
        documents.putAll(read(session, jobId, paths));
        return documents;
    }

    /**
     * Reads all documents of an archive from an engine whose archive cannot be read. The engine does not list earlier
     * attempts: each is requested, down from the current one.
     */
    Map<String, Document> ended(EngineSession session, String jobId) {
        Map<String, Document> documents = now(session, jobId, true);
        if (documents.isEmpty()) {
            return documents;
        }
        List<String> paths = new ArrayList<>();
        List<String> vertices = new ArrayList<>();
        for (JsonNode vertex : Json.elements(json.read(documents.get("").body()), "vertices")) {
            String id = Json.text(vertex, "id");
            vertices.add(id);
            Document details = documents.get("/vertices/" + id);
            if (details == null || details.status() != 200) {
                continue;
            }
            for (JsonNode subtask : Json.elements(json.read(details.body()), "subtasks")) {
                for (long attempt = Json.number(subtask, "attempt"); attempt >= 0; attempt--) {
                    String path =
                            "/vertices/" + id + "/subtasks/" + Json.number(subtask, "subtask") + "/attempts/" + attempt;
                    paths.add(path);
                    paths.add(path + "/accumulators");
                }
            }
        }
        Document checkpoints = documents.get("/checkpoints");
        if (checkpoints != null && checkpoints.status() == 200) {
            for (JsonNode checkpoint : Json.elements(json.read(checkpoints.body()), "history")) {
                String path = "/checkpoints/details/" + Json.number(checkpoint, "id");
                paths.add(path);
                vertices.forEach(vertex -> paths.add(path + "/subtasks/" + vertex));
            }
        }
        // Engines since 2.3 have these, for jobs of the adaptive scheduler.
        paths.addAll(RESCALES);
        Document rescales = read(session, jobId, List.of(RESCALE_HISTORY)).get(RESCALE_HISTORY);
        if (rescales != null && rescales.status() == 200) {
            for (JsonNode rescale : json.read(rescales.body()).values()) {
                paths.add("/rescales/details/" + Json.text(rescale, "rescaleUuid"));
            }
            paths.add(RESCALE_HISTORY);
        }
        read(session, jobId, paths).values().stream()
                .filter(document -> document.status() == 200)
                .forEach(document -> documents.put(document.path(), document));
        return documents;
    }

    /** Reads documents in any order. Recorded paths have no query: two views of one document need two calls. */
    Map<String, Document> read(EngineSession session, String jobId, Collection<String> paths) {
        Map<String, Document> documents = new LinkedHashMap<>();
        List<String> all = List.copyOf(paths);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<CompletableFuture<Document>> reads = all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream()
                    .map(path -> client.get(session, "/jobs/" + jobId + path)
                            .thenApply(answer -> document(jobId, path, answer))
                            .exceptionally(error -> tooLarge(jobId, path, error))
                            .toCompletableFuture()
                            .copy()
                            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .toList();
            for (CompletableFuture<Document> read : reads) {
                Document document = read.join();
                if (document.status() < 500) {
                    documents.put(document.path(), document);
                }
            }
        }
        return documents;
    }

    /** Returns a mark for a document that is too large to be read. The job's archive may tell it in the end. */
    private Document tooLarge(String jobId, String path, Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        if (!(cause instanceof AnswerTooLargeException)) {
            throw error instanceof CompletionException wrapped ? wrapped : new CompletionException(error);
        }
        LOG.warn("Job {}, document {} is not recorded while the job runs: {}", jobId, path, cause.getMessage());
        JsonNode why = JsonNode.createStringNode(NOT_KEPT + cause.getMessage());
        JsonNode errors = JsonNode.createObjectNode(Map.of("errors", JsonNode.createArrayNode(List.of(why))));
        return Document.mark(bare(path), json.write(errors));
    }

    private static String bare(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private Document document(String jobId, String path, EngineAnswer answer) {
        String bare = bare(path);
        byte[] body = answer.status() == 200 ? dropped.fill("/jobs/" + jobId + bare, answer.body()) : answer.body();
        return new Document(bare, answer.status(), body);
    }
}
