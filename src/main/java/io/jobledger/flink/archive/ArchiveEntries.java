package io.jobledger.flink.archive;

import io.jobledger.flink.recorded.DamagedArchiveException;
import io.jobledger.ledger.Content;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Streams the entries of {@code {"archive":[{"path":…,"json":"…"},…]}}. JSON libraries hold a whole string in memory, and
 * a document in an archive is one string, of any size.
 */
final class ArchiveEntries {
    /** Bytes. No path that can be recorded is longer, and no other string is needed. */
    private static final int LONGEST_PATH = 1 << 16;

    /** The greatest depth of values that are skipped. */
    private static final int DEEPEST = 1000;

    private final JsonBytes json;
    private final Documents documents;
    private final Entries entries;

    private ArchiveEntries(JsonBytes json, Documents documents, Entries entries) {
        this.json = json;
        this.documents = documents;
        this.entries = entries;
    }

    /** Decides how documents are kept. */
    interface Documents {
        /**
         * Returns a document.
         *
         * @param offset the place of its first byte in the file
         * @param string has to be read to its end
         */
        Found take(long offset, StringContent string) throws IOException;
    }

    /**
     * Holds a document of the archive.
     *
     * @param bytes its bytes, unless it is large
     */
    record Found(Content content, @Nullable byte[] bytes) {}

    /** Receives the entries. */
    interface Entries {
        void entry(String path, Found document);
    }

    /**
     * @param file is closed
     * @throws IOException if the file cannot be read
     * @throws DamagedArchiveException if the file is not one whole JSON value, or an entry lacks path or document
     */
    static void read(InputStream file, Documents documents, Entries entries) throws IOException {
        try (JsonBytes json = new JsonBytes(file, 0, JsonBytes.BUFFER)) {
            new ArchiveEntries(json, documents, entries).read();
        }
    }

    private void read() throws IOException {
        int first = token();
        if (first != '{') {
            if (first >= 0 && !beginsValue(first)) {
                throw json.damage(first);
            }
            throw new DamagedArchiveException(first < 0 ? "It is empty" : "It is not a JSON object");
        }
        for (boolean more = begins('}'); more; more = goesOn('}')) {
            boolean archive = "archive".equals(name());
            if (archive && peek() == '[') {
                json.next();
                for (boolean next = begins(']'); next; next = goesOn(']')) {
                    entry();
                }
            } else {
                skip();
            }
        }
        int more = token();
        if (more >= 0) {
            throw beginsValue(more)
                    ? new DamagedArchiveException("More follows after the end of the archive")
                    : json.damage(more);
        }
    }

    /** Returns whether a byte tells, without those after it, that it begins a value. */
    private static boolean beginsValue(int first) {
        return "{[\"".indexOf(first) >= 0;
    }

    private void entry() throws IOException {
        int first = token();
        if (first != '{') {
            if (!beginsValue(first)) {
                throw json.damage(first);
            }
            throw new DamagedArchiveException("An entry of it is not a JSON object");
        }
        String path = null;
        Found document = null;
        for (boolean more = begins('}'); more; more = goesOn('}')) {
            String field = name();
            boolean string = peek() == '"';
            if (string && "json".equals(field)) {
                json.next();
                document = documents.take(json.offset(), new StringContent(json));
            } else if (string && "path".equals(field)) {
                json.next();
                path = shortString();
            } else {
                skip();
            }
        }
        if (path == null || document == null) {
            throw new DamagedArchiveException("An entry of it has no path or no document");
        }
        entries.entry(path, document);
    }

    /** Reads the name of a field and the colon after it. Null for one that is longer than any of interest. */
    @Nullable
    private String name() throws IOException {
        expect('"');
        String name = shortString();
        expect(':');
        return name;
    }

    @Nullable
    private String shortString() throws IOException {
        StringContent string = new StringContent(json);
        byte[] bytes = string.readNBytes(LONGEST_PATH);
        return string.transferTo(OutputStream.nullOutputStream()) > 0
                ? null
                : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads a value of no interest. */
    private void skip() throws IOException {
        int depth = 0;
        do {
            int next = token();
            if (next == '"') {
                new StringContent(json).transferTo(OutputStream.nullOutputStream());
            } else if (next == '{' || next == '[') {
                if (++depth > DEEPEST) {
                    throw new DamagedArchiveException("A value in it is nested too deep");
                }
            } else if (next == '}' || next == ']') {
                depth--;
            } else if (next != ',' && next != ':') {
                scalar(next);
            }
        } while (depth > 0);
        if (depth < 0) {
            throw new DamagedArchiveException("A value in it is missing");
        }
    }

    /** Reads the rest of a number, true, false or null. */
    private void scalar(int first) throws IOException {
        for (int next = first; ; next = json.next()) {
            if (!(next >= 'a' && next <= 'z' || next >= '0' && next <= '9' || "+-.E".indexOf(next) >= 0)) {
                throw json.damage(next);
            }
            int after = json.peek();
            if (after < 0 || " \t\r\n,:]}".indexOf(after) >= 0) {
                return;
            }
        }
    }

    /** Returns whether an object or array has a first element; reads its end otherwise. */
    private boolean begins(char end) throws IOException {
        if (peek() != end) {
            return true;
        }
        json.next();
        return false;
    }

    /** Reads the comma after an element, or the end. */
    private boolean goesOn(char end) throws IOException {
        int next = token();
        if (next != ',' && next != end) {
            throw json.damage(next);
        }
        return next == ',';
    }

    private void expect(char wanted) throws IOException {
        int next = token();
        if (next != wanted) {
            throw json.damage(next);
        }
    }

    /** Reads the next byte that is no blank; -1 at the end. */
    private int token() throws IOException {
        int next = peek();
        json.next();
        return next;
    }

    private int peek() throws IOException {
        while (" \t\r\n".indexOf(json.peek()) >= 0) {
            json.next();
        }
        return json.peek();
    }
}
