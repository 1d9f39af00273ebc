package io.jobledger.flink.jars;

import io.jobledger.flink.operation.ClientRequest;
import io.jobledger.http.Json;
import io.jobledger.secrets.Secrets;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** Masks secrets in a request to run a program, for the record. Without secrets, the request stays as it is. */
final class NotedRun {
    private NotedRun() {}

    /** Returns the request to record. The engine gets the other one. */
    static ClientRequest of(ClientRequest asked, Json json) {
        String body = new String(asked.body(), StandardCharsets.UTF_8);
        String noted = body(body, json);
        return new ClientRequest(
                asked.from(),
                line(asked.line()),
                noted.equals(body) ? asked.body() : noted.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(String body, Json json) {
        try {
            JsonNode request = body.isEmpty() ? null : json.read(body);
            if (request != null && request.isObject() && !object(request).equals(request)) {
                return json.writeText(object(request));
            }
        } catch (UncheckedIOException e) {
            // It is no JSON: the engine will refuse it.
        }
        return Secrets.inText(body);
    }

    private static JsonNode object(JsonNode request) {
        Map<String, JsonNode> fields = new LinkedHashMap<>(Json.fields(Secrets.of(request)));
        JsonNode text = request.get(ProgramArguments.TEXT);
        if (text != null && text.isString()) {
            fields.put(ProgramArguments.TEXT, JsonNode.createStringNode(text(text.getStringValue())));
        }
        JsonNode list = request.get(ProgramArguments.LIST);
        if (list != null && list.isArray()) {
            fields.put(ProgramArguments.LIST, Secrets.ofArguments(list));
        }
        return JsonNode.createObjectNode(fields);
    }

    /** Masks arguments that are one text. */
    private static String text(String arguments) {
        // A secret in quotes may be more than one argument to Flink.
        String text = Secrets.inText(arguments);
        Iterator<String> masked = list(ProgramArguments.ARGUMENT
                        .matcher(text)
                        .results()
                        .map(ProgramArguments::token)
                        .toList())
                .iterator();
        return ProgramArguments.ARGUMENT.matcher(text).replaceAll(found -> {
            String argument = found.group();
            String shown = masked.next();
            String blanks = argument.substring(argument.stripTrailing().length());
            return Matcher.quoteReplacement(shown.equals(ProgramArguments.token(found)) ? argument : shown + blanks);
        });
    }

    private static List<String> list(List<String> arguments) {
        List<JsonNode> elements =
                arguments.stream().map(JsonNode::createStringNode).collect(Collectors.toList());
        List<String> masked = new ArrayList<>();
        Secrets.ofArguments(JsonNode.createArrayNode(elements))
                .values()
                .forEach(element -> masked.add(element.getStringValue()));
        return masked;
    }

    private static String line(String line) {
        int query = line.indexOf('?');
        if (query < 0) {
            return line;
        }
        List<String> pairs = Arrays.asList(line.substring(query + 1).split("&", -1));
        // A parameter may be repeated: the secret of an option is then in the next one.
        Iterator<String> masked = list(pairs.stream()
                        .flatMap(pair -> elements(pair).stream())
                        .toList())
                .iterator();
        return line.substring(0, query + 1)
                + pairs.stream().map(pair -> pair(pair, masked)).collect(Collectors.joining("&"));
    }

    /** Returns the pair of the query with its secrets masked. It takes its elements from the masked ones. */
    private static String pair(String pair, Iterator<String> masked) {
        List<String> elements = elements(pair);
        String value = decoded(value(pair));
        List<String> shown = elements.stream().map(element -> masked.next()).toList();
        if (elements.isEmpty()) {
            elements = List.of(value);
            shown = List.of(
                    decoded(name(pair)).equals(ProgramArguments.TEXT_IN_QUERY) ? text(value) : Secrets.inText(value));
        }
        return shown.equals(elements)
                ? pair
                : name(pair)
                        + '='
                        + shown.stream()
                                .map(element -> URLEncoder.encode(element, StandardCharsets.UTF_8))
                                .collect(Collectors.joining(","));
    }

    /** Returns the arguments in a pair of the query; none in one that is no list. */
    private static List<String> elements(String pair) {
        return decoded(name(pair)).equals(ProgramArguments.LIST_IN_QUERY)
                ? List.of(decoded(value(pair)).split(","))
                : List.of();
    }

    private static String name(String pair) {
        int end = pair.indexOf('=');
        return end < 0 ? pair : pair.substring(0, end);
    }

    private static String value(String pair) {
        return pair.substring(Math.min(pair.length(), name(pair).length() + 1));
    }

    /** Returns the text as it is if it is malformed. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
