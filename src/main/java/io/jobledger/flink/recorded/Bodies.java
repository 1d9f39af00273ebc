package io.jobledger.flink.recorded;

import io.jobledger.http.Json;
import io.jobledger.http.JsonFaults;
import io.jobledger.ledger.Content;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Holds the documents of one job, and parses each at most once. */
public final class Bodies {
    /** In characters, for people. */
    private static final int LONGEST_PATH = 200;

    private final Map<String, Document> documents;
    private final Json json;
    private final Map<String, JsonNode> parsed = new HashMap<>();
    /** The paths of documents that were parsed. */
    private final Set<String> sound = new HashSet<>();

    /** @param documents by path below the job */
    public Bodies(Map<String, Document> documents, Json json) {
        this.documents = documents;
        this.json = json;
    }

    public Map<String, Document> documents() {
        return documents;
    }

    /**
     * Returns the document at a path; null if there is none, or it is an error. Of a huge document, strings are cut to
     * the length that the ledger keeps.
     *
     * @throws DamagedArchiveException if it is not JSON
     */
    @Nullable
    public JsonNode at(String path) {
        Document document = documents.get(path);
        if (document == null || document.status() != 200) {
            return null;
        }
        return parsed.computeIfAbsent(path, at -> read(document));
    }

    /**
     * Returns the same as {@link #at}, and does not keep it: there are hundreds of thousands of some documents.
     *
     * @throws DamagedArchiveException if it is not JSON
     */
    @Nullable
    public JsonNode once(String path) {
        Document document = documents.get(path);
        JsonNode known = parsed.get(path);
        return known != null || document == null || document.status() != 200 ? known : read(document);
    }

    private JsonNode read(Document document) {
        try {
            if (document.isLarge()) {
                return json.outline(open(document));
            }
            JsonNode tree = json.read(document.body());
            if (document.content() instanceof Content.InMemory) {
                sound.add(document.path());
            }
            return tree;
        } catch (UncheckedIOException e) {
            throw damaged(document.path(), e);
        }
    }

    /**
     * Hands out the elements of an array in a document, one after another: a tree of a huge document would have no room
     * in memory.
     *
     * @throws DamagedArchiveException if it is not JSON
     */
    public void elements(String path, String field, Consumer<JsonNode> element) {
        Document document = documents.get(path);
        if (document == null || document.status() != 200 || !document.isLarge()) {
            JsonNode body = once(path);
            if (body != null) {
                Json.elements(body, field).forEach(element);
            }
            return;
        }
        try {
            json.elements(open(document), field, element);
        } catch (UncheckedIOException e) {
            throw damaged(path, e);
        }
    }

    /**
     * Checks documents that are not parsed yet. Otherwise damage would show only when a client asks for them.
     *
     * @param unchecked those that no one has checked elsewhere
     * @throws DamagedArchiveException if one is not JSON
     */
    public void check(Predicate<Document> unchecked) {
        documents.forEach((path, document) -> {
            if (!sound.contains(path) && unchecked.test(document)) {
                try {
                    check(document);
                } catch (UncheckedIOException e) {
                    throw damaged(path, e);
                }
            }
        });
    }

    /** @throws DamagedArchiveException if the document at the path is not JSON */
    public static void check(String path, byte[] document) {
        try {
            Json.check(document);
        } catch (UncheckedIOException e) {
            throw damaged(path, e);
        }
    }

    private static void check(Document document) {
        if (!document.isLarge()) {
            Json.check(document.body());
            return;
        }
        Json.check(open(document));
    }

    private static InputStream open(Document document) {
        try {
            return document.content().open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that cannot be read is not damaged. */
    private static RuntimeException damaged(String path, UncheckedIOException e) {
        if (!JsonFaults.isFault(e.getCause())) {
            return e;
        }
        String which = path.isEmpty() ? "of the job itself" : path.substring(0, Math.min(path.length(), LONGEST_PATH));
        return new DamagedArchiveException("The document " + which + ' ' + JsonFaults.words(e.getCause()), e);
    }
}
