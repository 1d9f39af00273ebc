package io.jobledger.seatunnel.live;

import io.jobledger.http.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Reads what clients send, and refuses with 400 what the engine would fail over. */
@Singleton
public final class JobRequests {

    private final JsonMapper mapper;

    JobRequests(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Whatever JSON a body holds; in the engine's words if it holds none. */
    public JsonNode body(byte[] body) {
        if (body.length == 0) {
            throw ApiException.badRequest("Request body is empty.");
        }
        try {
            JsonNode read = mapper.readValue(body, JsonNode.class);
            if (read != null) {
                return read;
            }
        } catch (IOException e) {
            // The cause would quote the body, and that may hold secrets.
        }
        throw ApiException.badRequest("Invalid JSON format in request body.");
    }

    /** An object, or 400. */
    public static JsonNode object(JsonNode node) {
        if (!node.isObject()) {
            throw ApiException.badRequest("The request body must be a JSON object.");
        }
        return node;
    }

    /** An array, or 400. */
    public static JsonNode array(JsonNode node) {
        if (!node.isArray()) {
            throw ApiException.badRequest("The request body must be a JSON array.");
        }
        return node;
    }

    /** A configuration that can be submitted, or 400. */
    public static JsonNode submittable(JsonNode config) {
        JsonNode env = object(config).get("env");
        if (env == null || !env.isObject()) {
            throw ApiException.badRequest("Miss <env> config! Please check the config file.");
        }
        return complete(config);
    }

    /** A configuration with a source and a sink, or 400. */
    public static JsonNode complete(JsonNode config) {
        object(config);
        hasPlugins(config, "source", "Source");
        hasPlugins(config, "sink", "Sink");
        return config;
    }

    private static void hasPlugins(JsonNode config, String field, String name) {
        JsonNode plugins = config.get(field);
        if (plugins == null || !plugins.isArray() || plugins.size() == 0) {
            throw ApiException.badRequest("Miss <" + name + "> config! Please check the config file.");
        }
    }

    /** The {@code params} of one of several submissions, or 400. */
    public static JsonNode params(JsonNode submission) {
        JsonNode params = submission.get("params");
        if (params == null || !params.isObject()) {
            throw ApiException.badRequest("params is missing.");
        }
        return params;
    }

    /** The id of the job that is to be stopped, or 400; also if the rest of the request is wrong. */
    public static String stoppable(JsonNode request) {
        String id = jobId(object(request).get("jobId"));
        flag(request, "isStopWithSavePoint");
        return id;
    }

    /** True or false, also as a text; null if it is not given; 400 if it is something else. */
    @Nullable
    public static Boolean flag(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull()
                ? null
                : flag(name, value.isValueNode() ? value.coerceStringValue() : "");
    }

    /** True or false, or 400: the engine takes all else for false, and may so lose what a savepoint would have kept. */
    public static boolean flag(String name, String value) {
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(value);
        }
        throw ApiException.badRequest(name + " must be true or false.");
    }

    /** A job's id in its one spelling, or 400; it is a text or a number. */
    private static String jobId(@Nullable JsonNode id) {
        if (id == null || id.isNull()) {
            throw ApiException.badRequest("jobId cannot be empty.");
        }
        return jobId(id.isString() || id.isNumber() ? id.coerceStringValue() : "");
    }

    /** A job's id in its one spelling, or 400. */
    public static String jobId(String id) {
        try {
            return Long.toString(Long.parseLong(id));
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("The job id \"" + id + "\" is no 64-bit number.");
        }
    }
}
