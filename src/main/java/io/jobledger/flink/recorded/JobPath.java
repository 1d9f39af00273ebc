package io.jobledger.flink.recorded;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.FlinkIds;
import io.jobledger.http.ApiException;
import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds a path below {@code /jobs/:jobid}, checked and spelt as documents are recorded.
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
                case "details" ->
                    parts[i + 1] = parts[1].equals("rescales")
                            ? FlinkIds.hex("rescaleuuid", parts[i + 1])
                            : number(FlinkIds.number("checkpointid", parts[i + 1]));
                case "attempts" -> parts[i + 1] = number(FlinkIds.number("attempt", parts[i + 1]));
                case "subtasks" -> {
                    if (parts[1].equals("checkpoints")) {
                        parts[i + 1] = FlinkIds.hex("vertexid", parts[i + 1]);
                    } else if (!parts[i + 1].equals("accumulators") && !parts[i + 1].equals("metrics")) {
                        parts[i + 1] = number(FlinkIds.index("subtaskindex", parts[i + 1]));
                    }
                }
                default -> {
                    // A fixed word.
                }
            }
        }
        return new JobPath(String.join("/", parts));
    }

    /** Returns a number without leading zeros. The engine takes a negative one as well formed, and not found. */
    private static String number(long value) {
        return Long.toString(value);
    }

    /**
     * Returns the engine's empty answer for paths that it answers only while it knows the job; null for documents.
     * These answers are not recorded, so a job that only the ledger knows gets the empty one.
     *
     * @param path a path, or a template of paths, without a slash at its end
     */
    @Nullable
    static String emptyShape(String path) {
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

    /** Returns the path of the vertex that this path is at or below, or null. */
    String vertex() {
        String[] parts = SLASH.split(path);
        return parts.length > 2 && parts[1].equals("vertices") ? "/vertices/" + parts[2] : null;
    }

    /** Returns the path of the checkpoint that this path is at or below, or null. */
    @Nullable
    String checkpoint() {
        String[] parts = SLASH.split(path);
        return path.startsWith("/checkpoints/details/") ? "/checkpoints/details/" + parts[3] : null;
    }

    /** Returns the path of the subtask that this path is at or below, or null. */
    @Nullable
    String subtask() {
        String[] parts = SLASH.split(path);
        return vertex() != null && parts.length > 4 && parts[4].matches(BASE_TEN)
                ? String.join("/", List.of(parts).subList(0, 5))
                : null;
    }

    /** Returns the attempt that this path is at or below, or null. */
    @Nullable
    Long attempt() {
        String[] parts = SLASH.split(path);
        return subtask() != null && parts.length > 6 ? Long.valueOf(parts[6]) : null;
    }

    /** Returns the engine's error for a finished job that has no such document. */
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
