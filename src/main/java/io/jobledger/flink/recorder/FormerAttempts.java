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
 * Saves the attempts that a job had before it was rescaled or restarted. The adaptive scheduler forgets them at once,
 * any other all except the newest. Each attempt number is used once per subtask. If a vertex has other attempts than on
 * record, the recorded ones become documents of their own.
 */
@Singleton
public final class FormerAttempts {
    /** Maximum attempts per subtask. Later ones get rows only: a job that fails all the time would fill the ledger. */
    private static final int MOST_OF_A_SUBTASK = 100;

    /** Maximum attempts per vertex, some 700 bytes each before packing. It keeps restarts cheap at high parallelism. */
    private static final int MOST_OF_A_VERTEX = 4000;

    private static final Pattern VERTEX = Pattern.compile("/vertices/[^/]+");

    private final Ledger ledger;
    private final Json json;

    FormerAttempts(Ledger ledger, Json json) {
        this.ledger = ledger;
        this.json = json;
    }

    /**
     * Returns the current attempts, one number per subtask, by the vertex's path. While they are unchanged,
     * {@link #since} would find none.
     *
     * @param now the engine's answers, by path below the job
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
     * Returns the recorded attempts that are no longer current, by path. Costs one read of the ledger per vertex.
     *
     * @param now the engine's answers, by path below the job
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

    /** Returns the current attempts of a vertex, by path. */
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
