package io.jobledger.flink.archive;

import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.Ledger;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What was recorded of a run while its engine was there, and that no archive tells. */
@Singleton
public final class RecordedBefore {
    private static final String RESULT = "/execution-result";
    private static final Pattern ATTEMPT = Pattern.compile("/vertices/[^/]+/subtasks/\\d+/attempts/\\d+");

    private final Ledger ledger;
    private final Json json;

    RecordedBefore(Ledger ledger, Json json) {
        this.ledger = ledger;
        this.json = json;
    }

    /** Documents of a job's archive, and what was recorded of the run besides. */
    public Map<String, Document> with(long runId, Map<String, Document> archived) {
        Map<String, Document> all = new LinkedHashMap<>(archived);
        // Read when the end was seen: it has the throwable.
        ledger.document(runId, RESULT)
                .filter(result -> json.read(result.body()).get("job-execution-result") != null)
                .ifPresent(result -> all.put(RESULT, result));
        attempts(runId).forEach(all::putIfAbsent);
        return all;
    }

    /** Attempts that the engine may have forgotten, by path. */
    public Map<String, Document> attempts(long runId) {
        Map<String, Document> recorded = new LinkedHashMap<>();
        ledger.documents(runId).stream()
                .filter(document -> ATTEMPT.matcher(document.path()).matches())
                .forEach(document -> recorded.put(document.path(), document));
        return recorded;
    }
}
