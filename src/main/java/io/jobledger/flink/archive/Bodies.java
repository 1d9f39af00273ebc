package io.jobledger.flink.archive;

import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Documents of one job, each of them parsed once however often it is looked into. */
final class Bodies {
    private final Map<String, Document> documents;
    private final Json json;
    private final Map<String, JsonNode> parsed = new HashMap<>();

    /** @param documents by path below the job */
    Bodies(Map<String, Document> documents, Json json) {
        this.documents = documents;
        this.json = json;
    }

    Map<String, Document> documents() {
        return documents;
    }

    /** What is at the path; null if that is nothing, or an error. */
    @Nullable
    JsonNode at(String path) {
        Document document = documents.get(path);
        return document == null || document.status() != 200
                ? null
                : parsed.computeIfAbsent(path, at -> json.read(document.body()));
    }
}
