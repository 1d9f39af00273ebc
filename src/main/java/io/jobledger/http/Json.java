package io.jobledger.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads and writes the engines' JSON as trees: fields that a newer engine adds pass through untouched. */
@Singleton
public final class Json {
    /**
     * Reads what engines write, and they know no limits of strings and numbers. Each open level takes memory, so a
     * million of them is the limit. {@code NaN} is no JSON, but some engines write it.
     */
    public static final JsonFactory TOKENS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(1_000_000)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .build();

    /** A tree is read and written token by token: it needs no mapper. */
    private static final JsonNodeTreeCodec TREES = JsonNodeTreeCodec.getInstance();

    private final JsonMapper mapper;

    public Json(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Reads a tree. A part that lies more than 1,000 levels deep is a mark in it.
     *
     * @throws UncheckedIOException if the bytes do not begin with one JSON value
     */
    public JsonNode read(byte[] json) {
        try (JsonParser tokens = new ShallowParser(TOKENS.createParser(json))) {
            if (tokens.nextToken() == null) {
                throw new EOFException("no JSON value");
            }
            return TREES.readTree(tokens);
        } catch (IOException e) {
            throw notJson(e);
        } catch (ArithmeticException | NumberFormatException e) {
            throw notJson(new StreamConstraintsException("a number out of any range"));
        }
    }

    /** As {@link #read(byte[])}. */
    public JsonNode read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a tree of a document that may be huge, with its strings cut to a length that no ledger keeps.
     *
     * @param document is closed
     * @throws UncheckedIOException if the document cannot be read, or does not begin with one JSON value
     */
    public JsonNode outline(InputStream document) {
        try (JsonParser tokens = new ShallowParser(TOKENS.createParser(new ShortenedStrings(document)))) {
            if (tokens.nextToken() == null) {
                throw new EOFException("no JSON value");
            }
            return TREES.readTree(tokens);
        } catch (IOException e) {
            throw notJson(e);
        } catch (ArithmeticException | NumberFormatException e) {
            throw notJson(new StreamConstraintsException("a number out of any range"));
        }
    }

    /**
     * Reads the elements of an array field of a document that may be huge, one after another, with their strings cut.
     *
     * @param document is closed
     * @throws UncheckedIOException if the document cannot be read, or does not begin with one JSON value
     */
    public void elements(InputStream document, String field, Consumer<JsonNode> element) {
        try (JsonParser tokens = new ShallowParser(TOKENS.createParser(new ShortenedStrings(document)))) {
            if (tokens.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (tokens.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = tokens.currentName().equals(field);
                if (tokens.nextToken() == JsonToken.START_ARRAY && wanted) {
                    while (tokens.nextToken() != JsonToken.END_ARRAY) {
                        element.accept(TREES.readTree(tokens));
                    }
                } else {
                    skip(tokens);
                }
            }
        } catch (IOException e) {
            throw notJson(e);
        } catch (ArithmeticException | NumberFormatException e) {
            throw notJson(new StreamConstraintsException("a number out of any range"));
        }
    }

    /** Moves to the end of the current value. The parser counts the depth by the tokens that it is asked for. */
    private static void skip(JsonParser tokens) throws IOException {
        int open = tokens.currentToken().isStructStart() ? 1 : 0;
        while (open > 0) {
            JsonToken token = tokens.nextToken();
            if (token == null) {
                throw new JsonParseException(tokens, "it ends within a value");
            }
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    /**
     * Checks that the bytes are JSON, at a fraction of the cost of {@link #read(byte[])}.
     *
     * @throws UncheckedIOException if the bytes are not JSON
     */
    public static void check(byte[] json) {
        try (JsonParser tokens = TOKENS.createParser(json)) {
            check(tokens);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /**
     * Checks that a document that may be huge is JSON.
     *
     * @throws UncheckedIOException if it is not, or cannot be read
     */
    public static void check(InputStream document) {
        try (JsonParser tokens = TOKENS.createParser(new ShortenedStrings(document))) {
            check(tokens);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private static void check(JsonParser tokens) throws IOException {
        if (tokens.nextToken() == null) {
            throw new EOFException("no JSON value");
        }
        while (tokens.nextToken() != null) {
            // The loop only checks that each token can be read.
        }
    }

    private static UncheckedIOException notJson(IOException e) {
        if (!JsonFaults.isFault(e)) {
            return new UncheckedIOException(e);
        }
        String why = e instanceof JsonProcessingException parsing ? parsing.getOriginalMessage() : e.getMessage();
        return new UncheckedIOException("Not JSON: " + why, e);
    }

    /** @param value a tree, or another object that the framework can write as JSON */
    public byte[] write(Object value) {
        try {
            return value instanceof JsonNode tree ? bytes(tree) : mapper.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JsonNode tree) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = TOKENS.createGenerator(bytes)) {
            TREES.writeTree(generator, tree);
        }
        return bytes.toByteArray();
    }

    /** As {@link #write}, as text. */
    public String writeText(JsonNode node) {
        return new String(write(node), StandardCharsets.UTF_8);
    }

    /** Returns a copy of an object with some fields replaced or, at the end, added. */
    public static JsonNode with(JsonNode object, Map<String, JsonNode> changes) {
        Map<String, JsonNode> fields = fields(object);
        fields.putAll(changes);
        return JsonNode.createObjectNode(fields);
    }

    /** Returns the fields of an object in their order, in a map of the caller's own. */
    public static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.entries().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }

    /** Returns the text of a string field, or null if it is absent, null or of another type. */
    public static String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isString() ? value.getStringValue() : null;
    }

    /** Returns a string, number or boolean field as text, or null if it is absent, null or of another type. */
    public static String scalar(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() || value.isContainerNode() ? null : value.coerceStringValue();
    }

    /** Returns the value of a whole-number field; null if it is absent, of another type, or no 64-bit number. */
    public static Long number(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null || !value.isNumber()) {
            return null;
        }
        Number number = value.getNumberValue();
        boolean fits = number instanceof BigInteger big
                ? big.bitLength() < Long.SIZE
                : Math.abs(number.doubleValue()) <= Long.MAX_VALUE;
        return fits ? Long.valueOf(number.longValue()) : null;
    }

    /** Returns a time (ms since the epoch), or null where an engine writes -1 or 0 for "not yet". */
    public static Long time(JsonNode object, String field) {
        Long value = number(object, field);
        return value == null || value <= 0 ? null : value;
    }

    /** Returns the elements of an array field; none if it is absent or null. */
    public static Iterable<JsonNode> elements(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isArray() ? value.values() : List.of();
    }
}
