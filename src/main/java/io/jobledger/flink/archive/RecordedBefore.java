package io.jobledger.flink.archive;

import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.Ledger;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads documents of a run that were recorded from the engine and are in no archive. */
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

    /** Returns a job's archived documents, and those that only the ledger has of the run. */
    public Map<String, Document> with(long runId, Map<String, Document> archived) {
        Map<String, Document> all = new LinkedHashMap<>(archived);
        // Recorded when the run ended: only this document has the throwable.
        ledger.document(runId, RESULT)
                .filter(result -> json.read(result.body()).get("job-execution-result") != null)
                .ifPresent(result -> all.put(RESULT, result));
        attempts(runId).forEach(all::putIfAbsent);
        return all;
    }

    /** Returns recorded attempts by path; the engine may have forgotten them. */
    public Map<String, Document> attempts(long runId) {
        Map<String, Document> recorded = new LinkedHashMap<>();
        ledger.documents(runId).stream()
                .filter(document -> ATTEMPT.matcher(document.path()).matches())
                .forEach(document -> recorded.put(document.path(), document));
        return recorded;
    }
}
