package io.jobledger.flink.recorded;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers for paths without a document on record. The answer follows from other documents, or is the JobManager's error
 * for a missing one. All methods block for reads of the database.
 */
record MissingDocuments(Ledger ledger, Json json) {
    private static final String CHECKPOINTS = "/checkpoints";

    /** Returns the document as it follows from others, or throws 404. */
    Document at(JobPath path, JobRun run) {
        String jobId = run.key().jobId();
        Optional<Document> derived = derived(run, path.path());
        if (derived.isPresent()) {
            return derived.get();
        }
        if (path.checkpoint() != null) {
            throw noCheckpoint(run.id(), path, jobId);
        }
        if (path.vertex() != null) {
            Document vertex = ledger.document(run.id(), path.vertex())
                    .orElseThrow(() -> JobPath.parse(path.vertex()).notFound(jobId));
            return attempt(vertex, path).orElseThrow(() -> path.notFound(jobId));
        }
        throw path.notFound(jobId);
    }

    /** Returns the engine's empty answer; throws 404 for an unknown vertex, except for its metrics. */
    Document empty(JobPath path, String shape, JobRun run) {
        String vertex = path.vertex();
        if (vertex != null
                && !path.path().endsWith("metrics")
                && ledger.document(run.id(), vertex).isEmpty()) {
            String id = vertex.substring(vertex.lastIndexOf('/') + 1);
            throw FlinkEngineErrors.refused("No vertex with ID '" + id + "' exists.");
        }
        // The path is not the one that was asked: that may be longer than a recorded one can be.
        return new Document("", 200, shape.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a subtask's current attempt, read from its vertex; empty for other paths. */
    Optional<Document> attempt(JobPath path, JobRun run) {
        return ledger.document(run.id(), path.vertex()).flatMap(vertex -> attempt(vertex, path));
    }

    /** Reads the attempt from its vertex: a run without a recorded end has current attempts only there. */
    private Optional<Document> attempt(Document vertex, JobPath path) {
        String root = path.vertex() + "/subtasks/";
        for (JsonNode subtask : Json.elements(json.read(vertex.body()), "subtasks")) {
            String current = root + Json.number(subtask, "subtask");
            if (path.path().equals(current)
                    || path.path().equals(current + "/attempts/" + Json.number(subtask, "attempt"))) {
                return Optional.of(new Document(path.path(), 200, json.write(subtask)));
            }
        }
        return Optional.empty();
    }

    /** Derives documents of the five families, which an imported run lacks. */
    private Optional<Document> derived(JobRun run, String path) {
        if (run.closure() != Closure.SEALED || !DerivedDocuments.isOne(path)) {
            return Optional.empty();
        }
        // What the documents of other vertices tell is not asked for.
        Map<String, Document> all = new HashMap<>();
        for (String needed : List.of("", "/accumulators", "/exceptions")) {
            ledger.document(run.id(), needed).ifPresent(document -> all.put(needed, document));
        }
        String vertex = JobPath.parse(path).vertex();
        if (vertex != null) {
            ledger.documents(run.id(), vertex).forEach(document -> all.put(document.path(), document));
        }
        return all.containsKey("")
                ? Optional.ofNullable(DerivedDocuments.missing(all, json).get(path))
                : Optional.empty();
    }

    private ApiException noCheckpoint(long run, JobPath path, String jobId) {
        if (ledger.document(run, CHECKPOINTS)
                .filter(checkpoints -> checkpoints.status() != 200)
                .isPresent()) {
            return FlinkEngineErrors.refused("Checkpointing was not enabled for job " + jobId + '.');
        }
        if (!path.path().equals(path.checkpoint())
                && ledger.document(run, path.checkpoint()).isPresent()) {
            String task = path.path().substring(path.path().lastIndexOf('/') + 1);
            return FlinkEngineErrors.unknown("There is no checkpoint statistics for task " + task + '.');
        }
        return path.notFound(jobId);
    }
}
