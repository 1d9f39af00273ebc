package io.jobledger.seatunnel.live;

import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Reads the requests of clients, and refuses with 400 those that the engine would fail over. */
@Singleton
public final class JobRequests {

    /** Levels of nesting. Configurations are far less deep, and a body this deep can still be written again. */
    private static final int DEEPEST = 60;

    /** Matches what the engine reads as a number, in the digits of the contract. */
    private static final Pattern ID = Pattern.compile("[+-]?[0-9]+");

    private static final List<String> MILLISECONDS = List.of("checkpoint.interval", "checkpoint.timeout");

    private final Json json;

    JobRequests(Json json) {
        this.json = json;
    }

    /** Returns the JSON of a body; 400 in the engine's words if it holds none. */
    public JsonNode body(byte[] body) {
        if (body.length == 0) {
            throw ApiException.badRequest("Request body is empty.");
        }
        try {
            return shallow(json.read(body));
        } catch (UncheckedIOException e) {
            // The cause would quote the body, and that may hold secrets.
            throw ApiException.badRequest("Invalid JSON format in request body.");
        }
    }

    private static JsonNode shallow(JsonNode body) {
        if (isDeeper(body, DEEPEST)) {
            throw ApiException.badRequest("The request body is nested deeper than " + DEEPEST + " levels.");
        }
        return body;
    }

    private static boolean isDeeper(JsonNode node, int levels) {
        if (!node.isContainerNode()) {
            return false;
        }
        if (levels == 0) {
            return true;
        }
        for (JsonNode child : node.values()) {
            if (isDeeper(child, levels - 1)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the node if it is an object, else 400. */
    public static JsonNode object(JsonNode node) {
        if (!node.isObject()) {
            throw ApiException.badRequest("The request body must be a JSON object.");
        }
        return node;
    }

    /** Returns the node if it is an array, else 400. */
    public static JsonNode array(JsonNode node) {
        if (!node.isArray()) {
            throw ApiException.badRequest("The request body must be a JSON array.");
        }
        return node;
    }

    /** Returns a configuration that can be submitted, else 400. */
    public static JsonNode submittable(JsonNode config) {
        JsonNode env = object(config).get("env");
        if (env == null || !env.isObject()) {
            throw ApiException.badRequest("Miss <env> config! Please check the config file.");
        }
        MILLISECONDS.forEach(option -> isNumber(env, option));
        complete(config);
        for (String kind : List.of("source", "transform", "sink")) {
            eachPlugin(config, kind, JobRequests::hasName);
        }
        return config;
    }

    /** Refuses an option that is no number. The engine's error would not name the option. */
    private static void isNumber(JsonNode env, String option) {
        JsonNode value = env.get(option);
        if (value == null || value.isNull()) {
            return;
        }
        try {
            Long.parseLong(value.isValueNode() ? value.coerceStringValue() : "");
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(option + " in env must be a number of milliseconds.");
        }
    }

    private static void hasName(JsonNode plugin, String place) {
        JsonNode name = plugin.get("plugin_name");
        if (name == null
                || !name.isValueNode()
                || name.isNull()
                || name.coerceStringValue().isBlank()) {
            throw ApiException.badRequest(place + " has no plugin_name.");
        }
    }

    /** Returns a configuration with a source and a sink, else 400. */
    public static JsonNode complete(JsonNode config) {
        object(config);
        hasPlugins(config, "source", "Source");
        hasPlugins(config, "sink", "Sink");
        JsonNode transform = config.get("transform");
        if (transform != null && !transform.isNull() && !transform.isArray()) {
            throw ApiException.badRequest("transform must be an array.");
        }
        for (String kind : List.of("source", "transform", "sink")) {
            eachPlugin(config, kind, (plugin, place) -> {});
        }
        return config;
    }

    private static void hasPlugins(JsonNode config, String field, String name) {
        JsonNode plugins = config.get(field);
        if (plugins != null && !plugins.isNull() && !plugins.isArray()) {
            throw ApiException.badRequest(field + " must be an array.");
        }
        if (plugins == null || !plugins.isArray() || plugins.size() == 0) {
            throw ApiException.badRequest("Miss <" + name + "> config! Please check the config file.");
        }
    }

    private static void eachPlugin(JsonNode config, String kind, BiConsumer<JsonNode, String> check) {
        JsonNode plugins = config.get(kind);
        if (plugins == null || !plugins.isArray()) {
            return;
        }
        int index = 0;
        for (JsonNode plugin : plugins.values()) {
            String place = kind + "[" + index++ + "]";
            if (!plugin.isObject()) {
                throw ApiException.badRequest(place + " must be an object.");
            }
            check.accept(plugin, place);
        }
    }

    /** Returns the {@code params} of one of several submissions, else 400. */
    public static JsonNode params(JsonNode submission) {
        JsonNode params = submission.get("params");
        if (params == null || !params.isObject()) {
            throw ApiException.badRequest("params is missing.");
        }
        return params;
    }

    /** Returns the id of the job to stop; 400 if any part of the request is wrong. */
    public static String stoppable(JsonNode request) {
        String id = jobId(object(request).get("jobId"));
        flag(request, "isStopWithSavePoint");
        return id;
    }

    /** Reads true or false, also from a text. Returns null if it is absent; anything else is 400. */
    @Nullable
    public static Boolean flag(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull()
                ? null
                : flag(name, value.isValueNode() ? value.coerceStringValue() : "");
    }

    /**
     * Reads true or false, else 400. The engine reads other texts as false, and may stop a job without its savepoint.
     */
    public static boolean flag(String name, String value) {
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(value);
        }
        throw ApiException.badRequest(name + " must be true or false.");
    }

    /** Returns a job's id in its one spelling, from a text or a number; else 400. */
    private static String jobId(@Nullable JsonNode id) {
        if (id == null || id.isNull()) {
            throw ApiException.badRequest("jobId cannot be empty.");
        }
        return jobId(id.isString() || id.isNumber() ? id.coerceStringValue() : "");
    }

    /** Returns a job's id in its one spelling, else 400. */
    public static String jobId(String id) {
        try {
            if (ID.matcher(id).matches()) {
                return Long.toString(Long.parseLong(id));
            }
        } catch (NumberFormatException e) {
            // More than 64 bits, although it has no more digits than a number of 64 bits.
        }
        throw ApiException.badRequest("The job id \"" + id + "\" is no 64-bit number.");
    }
}
