package io.jobledger.flink.archive;

import io.jobledger.http.Json;
import io.jobledger.ledger.Attempt;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the attempts of a job, each once. A huge job has hundreds of thousands, of a few hosts and vertices. */
final class Attempts {
    private final Map<Number, Attempt> attempts = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    private record Number(String vertexId, int subtask, int attempt) {}

    List<Attempt> all() {
        return List.copyOf(attempts.values());
    }

    /** Adds the attempt that an object describes, and those beside it. Nothing for an object without a number. */
    void add(String vertexId, JsonNode node) {
        Integer subtask = JobFacts.whole(node, "subtask");
        Integer number = JobFacts.whole(node, "attempt");
        String status = Json.text(node, "status");
        if (subtask != null && subtask >= 0 && number != null && number >= 0 && status != null) {
            String endpoint = Json.text(node, "endpoint");
            Attempt attempt = new Attempt(
                    shared(vertexId),
                    subtask,
                    number,
                    shared(status),
                    shared(endpoint != null ? endpoint : Json.text(node, "host")),
                    Json.time(node, "start-time"),
                    Json.time(node, "end-time"));
            attempts.put(new Number(attempt.vertexId(), subtask, number), attempt);
        }
        for (JsonNode concurrent : Json.elements(node, "other-concurrent-attempts")) {
            add(vertexId, concurrent);
        }
    }

    /** Returns one and the same object for equal texts. */
    @Nullable
    private String shared(@Nullable String text) {
        return text == null ? null : texts.computeIfAbsent(text, first -> first);
    }
}
