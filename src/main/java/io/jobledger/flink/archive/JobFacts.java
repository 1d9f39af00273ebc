package io.jobledger.flink.archive;

import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.recorded.Bodies;
import io.jobledger.http.Json;
import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.Vertex;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
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
        if (timestamps == null || !timestamps.isObject()) {
            return List.of();
        }
        List<StateChange> states = new ArrayList<>();
        timestamps.entries().forEach(entry -> {
            Long time = Json.time(timestamps, entry.getKey());
            if (time != null) {
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
            String id = Json.text(vertex, "id");
            Integer parallelism = whole(vertex, "parallelism");
            String status = Json.text(vertex, "status");
            if (id == null || parallelism == null || status == null) {
                continue;
            }
            String name = Json.text(vertex, "name");
            vertices.add(new Vertex(
                    id,
                    vertices.size(),
                    name == null ? "" : name,
                    parallelism,
                    whole(vertex, "maxParallelism"),
                    status,
                    Json.time(vertex, "start-time"),
                    Json.time(vertex, "end-time")));
        }
        return vertices;
    }

    /**
     * Returns all attempts in the documents: the current ones of each vertex, those beside them of the same subtasks, and
     * the archived earlier ones. An object of no subtask, at -1, is no attempt.
     */
    static List<Attempt> attempts(Bodies bodies) {
        Attempts attempts = new Attempts();
        bodies.documents().forEach((path, document) -> {
            if (document.status() != 200 || !path.startsWith("/vertices/")) {
                return;
            }
            String[] parts = path.split("/");
            if (parts.length == 3) {
                bodies.elements(path, "subtasks", subtask -> attempts.add(parts[2], subtask));
            } else if (parts.length == 7 && parts[5].equals("attempts")) {
                attempts.add(parts[2], bodies.once(path));
            }
        });
        return attempts.all();
    }

    /** Returns the checkpoints and savepoints of a {@code /checkpoints} document, oldest first. */
    static List<Checkpoint> checkpoints(JsonNode statistics) {
        Map<Long, Checkpoint> checkpoints = new java.util.TreeMap<>();
        JsonNode latest = statistics.get("latest");
        if (latest != null && latest.isObject()) {
            for (String kind : List.of("completed", "savepoint", "failed")) {
                JsonNode node = latest.get(kind);
                if (node != null && node.isObject()) {
                    add(checkpoints, node);
                }
            }
        }
        for (JsonNode node : Json.elements(statistics, "history")) {
            add(checkpoints, node);
        }
        return List.copyOf(checkpoints.values());
    }

    private static void add(Map<Long, Checkpoint> checkpoints, JsonNode node) {
        Long id = Json.number(node, "id");
        Long triggered = Json.number(node, "trigger_timestamp");
        String status = Json.text(node, "status");
        if (id != null && triggered != null && status != null) {
            checkpoints.put(id, checkpoint(id, triggered, status, node));
        }
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

    private static Checkpoint checkpoint(long id, long triggered, String status, JsonNode node) {
        JsonNode savepoint = node.get("is_savepoint");
        JsonNode discarded = node.get("discarded");
        String type = Json.text(node, "checkpoint_type");
        boolean isSavepoint = savepoint != null && savepoint.isBoolean() && savepoint.getBooleanValue();
        return new Checkpoint(
                id,
                0,
                status,
                type != null ? type : isSavepoint ? "SAVEPOINT" : "CHECKPOINT",
                triggered,
                Json.time(node, "latest_ack_timestamp"),
                Json.number(node, "state_size"),
                Json.number(node, "checkpointed_size"),
                Json.number(node, "end_to_end_duration"),
                whole(node, "num_subtasks"),
                whole(node, "num_acknowledged_subtasks"),
                Json.text(node, "external_path"),
                discarded != null && discarded.isBoolean() && discarded.getBooleanValue(),
                Json.time(node, "failure_timestamp"),
                Json.text(node, "failure_message"),
                isSavepoint);
    }

    /** Returns the value of a field; null if it is absent or no 32-bit number. */
    @Nullable
    static Integer whole(JsonNode node, String field) {
        Long value = Json.number(node, field);
        return value == null || value.intValue() != value ? null : Integer.valueOf(value.intValue());
    }

    /**
     * Returns the exceptions of an {@code /exceptions} document, concurrent ones included. Versions of Flink before 1.13
     * have no history in it, and the oldest no times either.
     *
     * @param job the document {@code /jobs/:jobid}
     */
    static List<JobException> exceptions(JsonNode document, JsonNode job) {
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
        if (exceptions.isEmpty()) {
            addOld(exceptions, document, job);
        }
        return List.copyOf(exceptions);
    }

    private static void addOld(Set<JobException> exceptions, JsonNode document, JsonNode job) {
        Long failed = Json.time(document, "timestamp");
        failed = failed == null ? failure(job) : failed;
        String root = Json.text(document, "root-exception");
        boolean ofATask = false;
        for (JsonNode task : Json.elements(document, "all-exceptions")) {
            String text = Json.text(task, "exception");
            Long time = Json.time(task, "timestamp");
            time = time == null ? failed : time;
            if (text != null && time != null) {
                ofATask |= text.equals(root);
                String endpoint = Json.text(task, "endpoint");
                exceptions.add(new JobException(
                        time,
                        className(text),
                        text,
                        Json.text(task, "task"),
                        endpoint == null ? Json.text(task, "location") : endpoint,
                        Json.text(task, "taskManagerId")));
            }
        }
        if (root != null && failed != null && !ofATask) {
            exceptions.add(new JobException(failed, className(root), root, null, null, null));
        }
    }

    /** Returns when the job failed, or else when it was last restarted or ended. */
    @Nullable
    private static Long failure(JsonNode job) {
        JsonNode timestamps = job.get("timestamps");
        if (timestamps != null && timestamps.isObject()) {
            for (String state : List.of("FAILED", "FAILING", "RESTARTING")) {
                Long time = Json.time(timestamps, state);
                if (time != null) {
                    return time;
                }
            }
        }
        Long start = JobTimes.start(job);
        return start == null || !FlinkStates.isArchived(Json.text(job, "state"))
                ? null
                : Long.valueOf(JobTimes.end(job, start));
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
