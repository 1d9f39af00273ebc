package io.jobledger.flink.recorded;

import io.jobledger.http.Json;
import io.jobledger.http.JsonFaults;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Holds the documents of one job, and parses each at most once. */
public final class Bodies {
    /** In characters, for people. */
    private static final int LONGEST_PATH = 200;

    private final Map<String, Document> documents;
    private final Json json;
    private final Map<String, JsonNode> parsed = new HashMap<>();

    /** @param documents by path below the job */
    public Bodies(Map<String, Document> documents, Json json) {
        this.documents = documents;
        this.json = json;
    }

    public Map<String, Document> documents() {
        return documents;
    }

    /**
     * Returns the document at a path; null if there is none, or it is an error.
     *
     * @throws DamagedArchiveException if it is not JSON
     */
    @Nullable
    public JsonNode at(String path) {
        Document document = documents.get(path);
        if (document == null || document.status() != 200) {
            return null;
        }
        JsonNode known = parsed.get(path);
        if (known == null) {
            try {
                known = json.read(document.body());
            } catch (UncheckedIOException e) {
                throw damaged(path, e);
            }
            parsed.put(path, known);
        }
        return known;
    }

    /**
     * Checks the documents that are not parsed yet. Otherwise damage would show only when a client asks for them.
     *
     * @throws DamagedArchiveException if one is not JSON
     */
    public void check() {
        documents.forEach((path, document) -> {
            if (!parsed.containsKey(path)) {
                try {
                    Json.check(document.body());
                } catch (UncheckedIOException e) {
                    throw damaged(path, e);
                }
            }
        });
    }

    private static DamagedArchiveException damaged(String path, UncheckedIOException e) {
        String which = path.isEmpty() ? "of the job itself" : path.substring(0, Math.min(path.length(), LONGEST_PATH));
        return new DamagedArchiveException("The document " + which + ' ' + JsonFaults.words(e.getCause()), e);
    }
}
