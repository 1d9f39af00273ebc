package io.jobledger.flink.recorded;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.FlinkIds;
import io.jobledger.http.ApiException;
import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path below {@code /jobs/:jobid}, checked and spelt the way documents are recorded.
 *
 * @param path "" for the job itself, else beginning with a slash
 */
record JobPath(String path) {
    private static final Pattern SLASH = Pattern.compile("/");
    private static final String BASE_TEN = "[0-9]+";

    /**
     * @param raw the path as requested, below the job
     * @throws ApiException 400 if an id or a number in it is malformed
     */
    static JobPath parse(String raw) {
        String[] parts = SLASH.split(raw);
        for (int i = 1; i + 1 < parts.length; i++) {
            switch (parts[i]) {
                case "vertices" -> parts[i + 1] = FlinkIds.hex("vertexid", parts[i + 1]);
                case "details" -> parts[i + 1] = number(FlinkIds.number("checkpointid", parts[i + 1]));
                case "attempts" -> parts[i + 1] = number(FlinkIds.number("attempt", parts[i + 1]));
                case "subtasks" -> {
                    if (parts[1].equals("checkpoints")) {
                        parts[i + 1] = FlinkIds.hex("vertexid", parts[i + 1]);
                    } else if (!parts[i + 1].equals("accumulators") && !parts[i + 1].equals("metrics")) {
                        parts[i + 1] = number(FlinkIds.index("subtaskindex", parts[i + 1]));
                    }
                }
                default -> {
                    // a fixed word
                }
            }
        }
        return new JobPath(String.join("/", parts));
    }

    /** Without leading zeros and the like. To the engine a negative one is well formed, just not there. */
    private static String number(long value) {
        return Long.toString(value);
    }

    /**
     * What the engine has only for as long as it knows the job: nothing of it is recorded. For a job that only the ledger
     * knows the answer is the engine's empty shape.
     *
     * @return the empty shape, or null if the path is that of a document
     */
    String emptyShape() {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last) {
            case "metrics", "watermarks", "jm-operator-metrics" -> "[]";
            case "flamegraph" -> "{\"endTimestamp\":-2}";
            case "backpressure" -> "{\"status\":\"deprecated\"}";
            case "resource-requirements" -> "{}";
            case "log-url" -> "{\"url\":\"\"}";
            default -> null;
        };
    }

    /** The path of the vertex that this path is at or below, or null. */
    String vertex() {
        String[] parts = SLASH.split(path);
        return parts.length > 2 && parts[1].equals("vertices") ? "/vertices/" + parts[2] : null;
    }

    /** The path of the checkpoint that this path is at or below, or null. */
    @Nullable
    String checkpoint() {
        String[] parts = SLASH.split(path);
        return path.startsWith("/checkpoints/details/") ? "/checkpoints/details/" + parts[3] : null;
    }

    /** The path of the subtask that this path is at or below, or null. */
    @Nullable
    String subtask() {
        String[] parts = SLASH.split(path);
        return vertex() != null && parts.length > 4 && parts[4].matches(BASE_TEN)
                ? String.join("/", List.of(parts).subList(0, 5))
                : null;
    }

    /** The attempt that this path is at or below, or null. */
    @Nullable
    Long attempt() {
        String[] parts = SLASH.split(path);
        return subtask() != null && parts.length > 6 ? Long.valueOf(parts[6]) : null;
    }

    /** What the engine says where a finished job has no such document. */
    ApiException notFound(String jobId) {
        String[] parts = SLASH.split(path);
        if (checkpoint() != null) {
            return FlinkEngineErrors.refused(
                    "Could not find checkpointing statistics for checkpoint " + parts[3] + '.');
        }
        if (attempt() != null) {
            return FlinkEngineErrors.refused("Invalid attempt num " + parts[6]);
        }
        if (subtask() != null) {
            return FlinkEngineErrors.refused("Invalid subtask index for vertex " + parts[2]);
        }
        if (vertex() != null) {
            return FlinkEngineErrors.unknown("JobVertex " + parts[2] + " not found");
        }
        return ApiException.notFound("Job " + jobId + " has no " + path + " on record");
    }
}
