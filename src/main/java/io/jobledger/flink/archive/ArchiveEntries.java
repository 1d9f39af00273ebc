package io.jobledger.flink.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;

/** Streams the entries of {@code {"archive":[{"path":…,"json":"…"},…]}}: a tree would cost more than all the rest. */
final class ArchiveEntries {
    private static final JsonFactory JSON = new JsonFactory();

    private ArchiveEntries() {}

    /**
     * @param entry takes the path and the document of each entry
     * @throws UncheckedIOException if the file is not one whole JSON value, or an entry lacks path or document
     */
    static void read(byte[] file, BiConsumer<String, String> entry) {
        try (JsonParser parser = JSON.createParser(file)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException(file.length == 0 ? "an empty file" : "no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean archive = parser.currentName().equals("archive");
                if (parser.nextToken() == JsonToken.START_ARRAY && archive) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        entry(parser, entry);
                    }
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON value");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Not an archive: " + e.getMessage(), e);
        }
    }

    private static void entry(JsonParser parser, BiConsumer<String, String> entry) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("an entry is no JSON object");
        }
        String path = null;
        String body = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            String text = text(parser);
            if (field.equals("path")) {
                path = text;
            } else if (field.equals("json")) {
                body = text;
            }
        }
        if (path == null || body == null) {
            throw new IOException("an entry has no path or no document");
        }
        entry.accept(path, body);
    }

    /** Returns the next value; null if it is not a string. */
    @Nullable
    private static String text(JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }
}
