package io.jobledger.flink.jars;

import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds a program's arguments. They are one text ({@code programArgs} in the body, {@code program-args} in the query)
 * or a list ({@code programArgsList}, {@code programArg}). Engines since version 2 silently ignore the text. So a text
 * is sent as the list that older engines make of it.
 *
 * <p>Precedence is as in Flink 1.20: body before query, and a text beside a list is refused. Requests without a text,
 * or that the engine will refuse, stay unchanged.
 *
 * @param body JSON, or empty
 * @param query raw, null for none
 */
record ProgramArguments(byte[] body, @Nullable String query) {
    static final String TEXT = "programArgs";
    static final String LIST = "programArgsList";
    static final String TEXT_IN_QUERY = "program-args";
    static final String LIST_IN_QUERY = "programArg";

    /** Longest query in characters. An engine takes a line of 4,096, and the path with a jar's id may have 300. */
    private static final int LONGEST_QUERY = 3_500;

    /** The fields of the body by the names of the parameters that have one text. */
    private static final Map<String, String> TEXTS =
            Map.of("entry-class", "entryClass", "savepointPath", "savepointPath");

    /** Matches one argument as Flink does: a word, or a quotation without escapes. */
    static final Pattern ARGUMENT = Pattern.compile("(?:[^\"']\\S*|\".+?\"|'.+?')\\s*");

    /** Returns the request in the form that every engine reads; throws 400 for a text beside a list, or two texts. */
    ProgramArguments understoodByAll(Json json) {
        JsonNode request = request(json);
        if (request == null) {
            return this;
        }
        JsonNode inBody = given(request, TEXT);
        if (inBody != null && !isScalar(inBody)) {
            return this;
        }
        String text = inBody == null ? "" : inBody.coerceStringValue();
        if (text.isEmpty()) {
            text = textOfQuery();
        }
        if (text.isEmpty()) {
            return this;
        }
        JsonNode list = given(request, LIST);
        if (list != null && !list.isArray()) {
            return this;
        }
        if (list == null ? !values(LIST_IN_QUERY).isEmpty() : list.size() > 0) {
            throw ApiException.badRequest(
                    "Confusing request: " + TEXT + " and " + LIST + " are specified, please, use only " + LIST);
        }
        return with(request, tokens(text), json);
    }

    /** Returns the request with its long parameters in the body, if the query is too long for an engine. */
    ProgramArguments shortEnough(Json json) {
        JsonNode request = query == null || query.length() <= LONGEST_QUERY ? null : request(json);
        if (request == null) {
            return this;
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>(Json.fields(request));
        Set<String> moved = new HashSet<>();
        TEXTS.forEach((parameter, field) -> {
            List<String> values = values(parameter);
            if (values.size() == 1) {
                moved.add(parameter);
                JsonNode inBody = given(request, field);
                if (inBody == null
                        || inBody.isString() && inBody.getStringValue().isEmpty()) {
                    fields.put(field, JsonNode.createStringNode(values.get(0)));
                }
            }
        });
        List<String> list = values(LIST_IN_QUERY);
        if (!list.isEmpty()) {
            moved.add(LIST_IN_QUERY);
            if (given(request, LIST) == null) {
                // Engines take a comma for the end of an argument.
                fields.put(LIST, list(Arrays.asList(String.join(",", list).split(","))));
            }
        }
        return new ProgramArguments(json.write(JsonNode.createObjectNode(fields)), without(moved));
    }

    /** Returns the body as an object; null for any other body. */
    @Nullable
    private JsonNode request(Json json) {
        if (body.length == 0) {
            return JsonNode.createObjectNode(Map.of());
        }
        try {
            JsonNode request = json.read(body);
            return request.isObject() ? request : null;
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    @Nullable
    private static JsonNode given(JsonNode request, String field) {
        JsonNode value = request.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** Returns true for the types that Flink's reader converts to a text. */
    private static boolean isScalar(JsonNode value) {
        return value.isString() || value.isNumber() || value.isBoolean();
    }

    private String textOfQuery() {
        List<String> texts = values(TEXT_IN_QUERY);
        if (texts.size() > 1) {
            throw ApiException.badRequest("Expected only one value " + texts + '.');
        }
        return texts.isEmpty() ? "" : texts.get(0);
    }

    private List<String> values(String parameter) {
        return parameters().stream()
                .filter(pair -> name(pair).equals(parameter))
                .map(pair -> decoded(pair.substring(Math.min(pair.length(), pair.indexOf('=') + 1))))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private List<String> parameters() {
        return query == null ? List.of() : Arrays.asList(query.split("&"));
    }

    private static String name(String pair) {
        int end = pair.indexOf('=');
        return end < 0 ? "" : decoded(pair.substring(0, end));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("Malformed query: " + e.getMessage());
        }
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(text);
        while (argument.find()) {
            tokens.add(token(argument));
        }
        return tokens;
    }

    /** Returns the argument that {@link #ARGUMENT} has found, as the program gets it. */
    static String token(MatchResult argument) {
        return argument.group().trim().replace("\"", "").replace("'", "");
    }

    /** Returns the request with a list instead of the text, and of a list that is empty. */
    private ProgramArguments with(JsonNode request, List<String> tokens, Json json) {
        Map<String, JsonNode> fields = new LinkedHashMap<>(Json.fields(request));
        fields.remove(TEXT);
        fields.put(LIST, list(tokens));
        return new ProgramArguments(
                json.write(JsonNode.createObjectNode(fields)), without(Set.of(TEXT_IN_QUERY, LIST_IN_QUERY)));
    }

    private static JsonNode list(List<String> values) {
        return JsonNode.createArrayNode(
                values.stream().map(JsonNode::createStringNode).collect(Collectors.toList()));
    }

    /** Returns the query without these parameters; null if nothing is left. */
    @Nullable
    private String without(Set<String> names) {
        String rest = parameters().stream()
                .filter(pair -> !names.contains(name(pair)))
                .collect(Collectors.joining("&"));
        return rest.isEmpty() ? null : rest;
    }
}
