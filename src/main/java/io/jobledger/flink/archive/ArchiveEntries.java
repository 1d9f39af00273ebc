package io.jobledger.flink.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jobledger.flink.recorded.DamagedArchiveException;
import io.jobledger.http.JsonFaults;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.util.function.BiConsumer;

/** Streams the entries of {@code {"archive":[{"path":…,"json":"…"},…]}}: a tree would cost more than all the rest. */
final class ArchiveEntries {
    private static final JsonFactory JSON = new JsonFactory();

    private ArchiveEntries() {}

    /**
     * @param entry takes the path and the document of each entry
     * @throws DamagedArchiveException if the file is not one whole JSON value, or an entry lacks path or document
     */
    static void read(byte[] file, BiConsumer<String, String> entry) {
        try (JsonParser parser = JSON.createParser(file)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new DamagedArchiveException(first == null ? "It is empty" : "It is not a JSON object");
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
                throw new DamagedArchiveException("More follows after the end of the archive");
            }
        } catch (IOException e) {
            throw new DamagedArchiveException("It " + JsonFaults.words(e), e);
        }
    }

    private static void entry(JsonParser parser, BiConsumer<String, String> entry) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new DamagedArchiveException("An entry of it is not a JSON object");
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
            throw new DamagedArchiveException("An entry of it has no path or no document");
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
