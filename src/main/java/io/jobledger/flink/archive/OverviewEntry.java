package io.jobledger.flink.archive;

import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds and completes a job's entry of the archived list of jobs. Flink up to 1.4 archives another list, at another path,
 * and entries of other versions lack fields. Flink's HistoryServer converts and completes them too.
 */
final class OverviewEntry {
    private static final String OVERVIEW = "/jobs/overview";
    private static final String OLD_OVERVIEW = "/joboverview";

    /** The states of tasks that Flink counts. */
    private static final List<String> TASK_STATES = List.of(
            "created",
            "scheduled",
            "deploying",
            "running",
            "finished",
            "canceling",
            "canceled",
            "failed",
            "reconciling",
            "initializing");

    private OverviewEntry() {}

    static boolean isOverview(String path) {
        return path.equals(OVERVIEW) || path.equals(OLD_OVERVIEW);
    }

    /** Returns the job's entry in an archived list of jobs; null if it has none. */
    @Nullable
    static JsonNode find(String jobId, JsonNode overview) {
        for (String list : List.of("jobs", "finished", "running")) {
            for (JsonNode job : Json.elements(overview, list)) {
                if (jobId.equals(Json.text(job, "jid"))) {
                    return job;
                }
            }
        }
        return null;
    }

    /**
     * Returns the entry with all fields that an entry has.
     *
     * @param entry as archived; null if there is none
     * @param job the document {@code /jobs/:jobid}
     * @return the same entry if nothing is missing
     */
    static JsonNode complete(@Nullable JsonNode entry, String jobId, JsonNode job) {
        Map<String, JsonNode> fields = entry == null ? new LinkedHashMap<>() : Json.fields(entry);
        Long start = JobTimes.start(job);
        long end = JobTimes.end(job, start == null ? 0 : start);
        boolean whole = !add(fields, "jid", JsonNode.createStringNode(jobId));
        String name = Json.text(job, "name");
        whole &= !add(fields, "name", JsonNode.createStringNode(name == null ? "" : name));
        whole &= !add(fields, "start-time", JsonNode.createNumberNode(start == null ? 0 : start));
        whole &= !add(fields, "end-time", JsonNode.createNumberNode(end));
        whole &= !add(fields, "duration", JsonNode.createNumberNode(start == null ? 0 : end - start));
        whole &= !add(fields, "state", job.get("state"));
        whole &= !add(fields, "last-modification", fields.get("end-time"));
        JsonNode archived = fields.get("tasks");
        JsonNode tasks = tasks(archived == null || !archived.isObject() ? counted(job) : archived);
        whole &= tasks.equals(archived);
        fields.put("tasks", tasks);
        return whole ? entry : JsonNode.createObjectNode(fields);
    }

    /** @return whether the field was missing */
    private static boolean add(Map<String, JsonNode> fields, String field, JsonNode value) {
        JsonNode archived = fields.get(field);
        boolean missing = archived == null || archived.isNull();
        if (missing) {
            fields.put(field, value);
        }
        return missing;
    }

    /**
     * Returns the counts of a job's tasks with a count for each state. Flink up to 1.3 counts created, scheduled and
     * deploying tasks as {@code pending}; they are scheduled ones here, as in the HistoryServer.
     */
    private static JsonNode tasks(JsonNode counts) {
        Map<String, JsonNode> all = Json.fields(counts);
        JsonNode pending = all.remove("pending");
        if (pending != null) {
            all.putIfAbsent("scheduled", pending);
        }
        TASK_STATES.forEach(state -> all.putIfAbsent(state, JsonNode.createNumberNode(0)));
        return JsonNode.createObjectNode(all);
    }

    /** Counts the tasks of a job by the documents of its vertices. */
    private static JsonNode counted(JsonNode job) {
        Map<String, Long> sums = new LinkedHashMap<>();
        long total = 0;
        for (JsonNode vertex : Json.elements(job, "vertices")) {
            JsonNode tasks = vertex.get("tasks");
            if (tasks == null || !tasks.isObject()) {
                continue;
            }
            for (Map.Entry<String, JsonNode> count : tasks.entries()) {
                Long number = Json.number(tasks, count.getKey());
                long tasksInState = number == null ? 0 : number;
                sums.merge(count.getKey().toLowerCase(Locale.ROOT), tasksInState, Long::sum);
                total += tasksInState;
            }
        }
        Map<String, JsonNode> counts = new LinkedHashMap<>();
        counts.put("total", JsonNode.createNumberNode(total));
        sums.forEach((state, sum) -> counts.put(state, JsonNode.createNumberNode(sum)));
        return JsonNode.createObjectNode(counts);
    }
}
