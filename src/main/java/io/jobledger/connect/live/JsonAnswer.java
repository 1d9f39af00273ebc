package io.jobledger.connect.live;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.connect.dialect.ConnectWords;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Holds an answer of the JSON API.
 *
 * @param status of HTTP; workers answer all with 200, also what the client did wrong
 * @param body as the worker worded it
 */
public record JsonAnswer(HttpStatus status, byte[] body) {
    private static final String BODY = "body";
    private static final String ERROR = "errorCode";
    private static final String MESSAGE = "message";
    private static final int FAILED = 500;

    /** Returns a worker's answer, with the HTTP status that its error code and words stand for. */
    static JsonAnswer of(Json json, EngineAnswer answer) {
        JsonNode document = document(json, answer);
        return new JsonAnswer(document.get(ERROR) == null ? HttpStatus.OK : status(document), answer.body());
    }

    /** As {@link #of}, for a config: what the worker has against it is the client's mistake. */
    static JsonAnswer ofCreation(Json json, EngineAnswer answer) {
        JsonAnswer created = of(json, answer);
        return created.status() == HttpStatus.INTERNAL_SERVER_ERROR
                ? new JsonAnswer(HttpStatus.BAD_REQUEST, created.body())
                : created;
    }

    /** Returns {@code {"status":200,"body":…}}. */
    public static JsonAnswer ok(Json json, JsonNode body) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("status", JsonNode.createNumberNode(200));
        fields.put(BODY, body);
        return new JsonAnswer(HttpStatus.OK, json.write(JsonNode.createObjectNode(fields)));
    }

    /** Returns {@code {"status":200,"body":"…"}}. */
    static JsonAnswer ok(Json json, String words) {
        return ok(json, JsonNode.createStringNode(words));
    }

    /** Returns an error as the runtime of 2024 words it, where its code is 500 for most of them. */
    static JsonAnswer error(Json json, HttpStatus status, int code, String message) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put(ERROR, JsonNode.createNumberNode(code));
        fields.put(MESSAGE, JsonNode.createStringNode(message));
        return new JsonAnswer(status, json.write(JsonNode.createObjectNode(fields)));
    }

    /** Returns 404 with the words of the runtime of 2024. */
    static JsonAnswer unknown(Json json, String message) {
        return error(json, HttpStatus.NOT_FOUND, FAILED, message);
    }

    /** Returns 400 for a config that a worker refuses, or 409 if the connector has it already. */
    static JsonAnswer refused(Json json, String message) {
        return error(
                json,
                message.equals(ConnectWords.SAME_CONFIG) ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST,
                FAILED,
                message);
    }

    /** Returns the {@code body} of an answer, null if it is an error. */
    @Nullable
    static JsonNode bodyOrNull(Json json, EngineAnswer answer) {
        return document(json, answer).get(BODY);
    }

    /** Returns the {@code body} of an answer; fails as the worker's own error if it is one. */
    static JsonNode body(Json json, EngineAnswer answer) {
        JsonNode document = document(json, answer);
        JsonNode body = document.get(BODY);
        if (body == null) {
            throw ApiException.of(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    Objects.requireNonNullElse(Json.text(document, MESSAGE), "The worker failed."));
        }
        return body;
    }

    /** Returns the message of an error; null if the answer is none. */
    @Nullable
    static String message(Json json, EngineAnswer answer) {
        JsonNode document = document(json, answer);
        return document.get(ERROR) == null
                ? null
                : Objects.requireNonNullElse(Json.text(document, MESSAGE), ConnectWords.FAILED);
    }

    private static HttpStatus status(JsonNode document) {
        String message = Objects.requireNonNullElse(Json.text(document, MESSAGE), "");
        if (message.contains("does not exist") || message.startsWith("No status found")) {
            return HttpStatus.NOT_FOUND;
        }
        if (message.equals(ConnectWords.SAME_CONFIG)) {
            return HttpStatus.CONFLICT;
        }
        boolean mistaken = !Objects.equals(Json.number(document, ERROR), (long) FAILED)
                || message.startsWith(ConnectWords.KEY_MISSING)
                || message.startsWith("Failed to find any class")
                || message.startsWith("Plugins that cannot be loaded");
        return mistaken ? HttpStatus.BAD_REQUEST : HttpStatus.INTERNAL_SERVER_ERROR;
    }

    private static JsonNode document(Json json, EngineAnswer answer) {
        if (answer.status() == HttpStatus.NOT_FOUND.getCode()) {
            throw ApiException.notFound("The worker has no such call.");
        }
        try {
            JsonNode document = json.read(answer.body());
            if (document.isObject()) {
                return document;
            }
        } catch (UncheckedIOException e) {
            // Told below, like any other answer that is no object.
        }
        throw ApiException.unavailable(
                "The RocketMQ Connect worker answers with HTTP " + answer.status() + " and no JSON object.",
                EngineCalls.RETRY_AFTER);
    }
}
