package io.jobledger.flink.archive;

import io.jobledger.flink.recorded.Bodies;
import io.jobledger.http.Json;
import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.Vertex;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the queryable facts of one job from Flink's documents. */
final class JobFacts {
    private JobFacts() {}

    /** Returns the non-zero {@code timestamps} (ms since the epoch) of {@code /jobs/:jobid}, oldest first. */
    static List<StateChange> states(JsonNode job) {
        JsonNode timestamps = job.get("timestamps");
        if (timestamps == null) {
            return List.of();
        }
        List<StateChange> states = new ArrayList<>();
        timestamps.entries().forEach(entry -> {
            long time = entry.getValue().getLongValue();
            if (time > 0) {
                states.add(new StateChange(entry.getKey(), time));
            }
        });
        states.sort(Comparator.comparingLong(StateChange::time));
        return states;
    }

    /** Returns the vertices of {@code /jobs/:jobid}, in the engine's (topological) order. */
    static List<Vertex> vertices(JsonNode job) {
        List<Vertex> vertices = new ArrayList<>();
        for (JsonNode vertex : Json.elements(job, "vertices")) {
            Long max = Json.number(vertex, "maxParallelism");
            vertices.add(new Vertex(
                    Json.text(vertex, "id"),
                    vertices.size(),
                    Json.text(vertex, "name"),
                    Json.number(vertex, "parallelism").intValue(),
                    max == null || max <= 0 ? null : max.intValue(),
                    Json.text(vertex, "status"),
                    Json.time(vertex, "start-time"),
                    Json.time(vertex, "end-time")));
        }
        return vertices;
    }

    /** Returns all attempts in the documents: the current ones of each vertex, and the archived earlier ones. */
    static List<Attempt> attempts(Bodies bodies) {
        Map<String, Attempt> attempts = new LinkedHashMap<>();
        bodies.documents().forEach((path, document) -> {
            if (document.status() != 200 || !path.startsWith("/vertices/")) {
                return;
            }
            String[] parts = path.split("/");
            if (parts.length == 3) {
                for (JsonNode subtask : Json.elements(bodies.at(path), "subtasks")) {
                    add(attempts, attempt(parts[2], subtask));
                }
            } else if (parts.length == 7 && parts[5].equals("attempts")) {
                add(attempts, attempt(parts[2], bodies.at(path)));
            }
        });
        return List.copyOf(attempts.values());
    }

    private static void add(Map<String, Attempt> attempts, Attempt attempt) {
        attempts.put(attempt.vertexId() + '/' + attempt.subtask() + '/' + attempt.attempt(), attempt);
    }

    private static Attempt attempt(String vertexId, JsonNode node) {
        String endpoint = Json.text(node, "endpoint");
        return new Attempt(
                vertexId,
                Json.number(node, "subtask").intValue(),
                Json.number(node, "attempt").intValue(),
                Json.text(node, "status"),
                endpoint != null ? endpoint : Json.text(node, "host"),
                Json.time(node, "start-time"),
                Json.time(node, "end-time"));
    }

    /** Returns the checkpoints and savepoints of a {@code /checkpoints} document, oldest first. */
    static List<Checkpoint> checkpoints(JsonNode statistics) {
        Map<Long, Checkpoint> checkpoints = new java.util.TreeMap<>();
        JsonNode latest = statistics.get("latest");
        if (latest != null && latest.isObject()) {
            for (String kind : List.of("completed", "savepoint", "failed")) {
                JsonNode node = latest.get(kind);
                if (node != null && node.isObject()) {
                    Checkpoint checkpoint = checkpoint(node);
                    checkpoints.put(checkpoint.checkpointId(), checkpoint);
                }
            }
        }
        for (JsonNode node : Json.elements(statistics, "history")) {
            Checkpoint checkpoint = checkpoint(node);
            checkpoints.put(checkpoint.checkpointId(), checkpoint);
        }
        return List.copyOf(checkpoints.values());
    }

    /** Returns the engine's count of checkpoints; null if there is none. The engine's history has only the newest. */
    static Long checkpointsTotal(JsonNode statistics) {
        return count(statistics, "total");
    }

    /** Returns the engine's count of failed checkpoints; null if there is none. The engine does not list all of them. */
    static Long checkpointsFailed(JsonNode statistics) {
        return count(statistics, "failed");
    }

    private static Long count(JsonNode statistics, String which) {
        JsonNode counts = statistics.get("counts");
        Long count = counts == null || !counts.isObject() ? null : Json.number(counts, which);
        return count == null || count < 0 ? null : count;
    }

    private static Checkpoint checkpoint(JsonNode node) {
        JsonNode savepoint = node.get("is_savepoint");
        JsonNode discarded = node.get("discarded");
        String type = Json.text(node, "checkpoint_type");
        boolean isSavepoint = savepoint != null && savepoint.isBoolean() && savepoint.getBooleanValue();
        return new Checkpoint(
                Json.number(node, "id"),
                0,
                Json.text(node, "status"),
                type != null ? type : isSavepoint ? "SAVEPOINT" : "CHECKPOINT",
                Json.number(node, "trigger_timestamp"),
                Json.time(node, "latest_ack_timestamp"),
                Json.number(node, "state_size"),
                Json.number(node, "checkpointed_size"),
                Json.number(node, "end_to_end_duration"),
                intOrNull(node, "num_subtasks"),
                intOrNull(node, "num_acknowledged_subtasks"),
                Json.text(node, "external_path"),
                discarded != null && discarded.isBoolean() && discarded.getBooleanValue(),
                Json.time(node, "failure_timestamp"),
                Json.text(node, "failure_message"),
                isSavepoint);
    }

    private static Integer intOrNull(JsonNode node, String field) {
        Long value = Json.number(node, field);
        return value == null ? null : value.intValue();
    }

    /** Returns the exceptions of an {@code /exceptions} document, concurrent ones included. */
    static List<JobException> exceptions(JsonNode document) {
        Set<JobException> exceptions = new LinkedHashSet<>();
        JsonNode history = document.get("exceptionHistory");
        if (history != null && history.isObject()) {
            for (JsonNode entry : Json.elements(history, "entries")) {
                addException(exceptions, entry);
                for (JsonNode concurrent : Json.elements(entry, "concurrentExceptions")) {
                    addException(exceptions, concurrent);
                }
            }
        }
        String root = Json.text(document, "root-exception");
        Long time = Json.time(document, "timestamp");
        if (exceptions.isEmpty() && root != null && time != null) {
            exceptions.add(new JobException(time, className(root), root, null, null, null));
        }
        return List.copyOf(exceptions);
    }

    private static void addException(Set<JobException> exceptions, JsonNode entry) {
        String text = Json.text(entry, "stacktrace");
        Long time = Json.time(entry, "timestamp");
        if (text == null || time == null) {
            return;
        }
        String name = Json.text(entry, "exceptionName");
        exceptions.add(new JobException(
                time,
                name != null ? name : className(text),
                text,
                Json.text(entry, "taskName"),
                Json.text(entry, "endpoint"),
                Json.text(entry, "taskManagerId")));
    }

    /** Returns the class name at the beginning of a stack trace. */
    private static String className(String stackTrace) {
        int end = 0;
        while (end < stackTrace.length() && ":\n\r ".indexOf(stackTrace.charAt(end)) < 0) {
            end++;
        }
        return stackTrace.substring(0, end);
    }
}
