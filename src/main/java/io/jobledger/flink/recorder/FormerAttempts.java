package io.jobledger.flink.recorder;

import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.Ledger;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The attempts that a job had before it was rescaled or restarted. An engine with the adaptive scheduler forgets them at
 * once, and any engine all but the newest; each attempt number is used once per subtask. So when a vertex is read with
 * other attempts than it was last recorded with, those become documents of their own, as they were when last seen.
 */
@Singleton
public final class FormerAttempts {
    /** A job that fails all the time would fill the ledger: of later attempts than these there are rows only. */
    private static final int MOST_OF_A_SUBTASK = 100;

    /** What keeps a restart cheap at high parallelism; some 700 bytes each, before they are packed. */
    private static final int MOST_OF_A_VERTEX = 4000;

    private static final Pattern VERTEX = Pattern.compile("/vertices/[^/]+");

    private final Ledger ledger;
    private final Json json;

    FormerAttempts(Ledger ledger, Json json) {
        this.ledger = ledger;
        this.json = json;
    }

    /**
     * The current attempts, one number per subtask, by the vertex's path: while they are the same, there are none to be
     * found by {@link #since}.
     *
     * @param now what the engine said, by path below the job
     */
    Map<String, List<Long>> numbers(Map<String, Document> now) {
        Map<String, List<Long>> numbers = new HashMap<>();
        now.forEach((path, vertex) -> {
            if (vertex.status() == 200 && VERTEX.matcher(path).matches()) {
                List<Long> ofVertex = new ArrayList<>();
                Json.elements(json.read(vertex.body()), "subtasks")
                        .forEach(subtask -> ofVertex.add(Json.number(subtask, "attempt")));
                numbers.put(path, ofVertex);
            }
        });
        return numbers;
    }

    /**
     * Those of the recorded vertices that are no longer current. Costs one read of the ledger per vertex.
     *
     * @param now what the engine said, by path below the job
     */
    Map<String, Document> since(long runId, Map<String, Document> now) {
        Map<String, Document> former = new LinkedHashMap<>();
        now.forEach((path, vertex) -> {
            if (vertex.status() == 200 && VERTEX.matcher(path).matches()) {
                Set<String> current = attempts(vertex).keySet();
                ledger.document(runId, path)
                        .filter(recorded -> recorded.status() == 200)
                        .map(this::attempts)
                        .ifPresent(recorded -> recorded.forEach((attempt, subtask) -> {
                            if (!current.contains(attempt) && Json.number(subtask, "attempt") < most(recorded.size())) {
                                former.put(attempt, new Document(attempt, 200, json.write(subtask)));
                            }
                        }));
            }
        });
        return former;
    }

    private static int most(int subtasks) {
        return Math.max(1, Math.min(MOST_OF_A_SUBTASK, MOST_OF_A_VERTEX / subtasks));
    }

    /** The current attempts that a vertex tells, by path. */
    private Map<String, JsonNode> attempts(Document vertex) {
        Map<String, JsonNode> attempts = new LinkedHashMap<>();
        for (JsonNode subtask : Json.elements(json.read(vertex.body()), "subtasks")) {
            attempts.put(
                    vertex.path() + "/subtasks/" + Json.number(subtask, "subtask") + "/attempts/"
                            + Json.number(subtask, "attempt"),
                    subtask);
        }
        return attempts;
    }
}
