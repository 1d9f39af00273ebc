package io.jobledger.flink.live;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Tells mistakes of clients over which the engine fails. It answers 500 to them, as to errors of its own. They get 400 or 404
 * here, with the engine's words.
 */
final class ClientMistakes {
    private static final int ENGINES = 500;
    private static final int CLIENTS = 400;
    private static final int NOT_THERE = 404;

    /**
     * Matches the engine's words. The first are of a jar or an entry class that is no program; a program that fails is none of
     * these. The next are of a body of null, of a number that is too large, of a limit below zero, and of a broken form. The
     * last are of a percent sign in an id, which the engine decodes twice.
     */
    private static final Pattern WORDS = Pattern.compile(
            "ProgramInvocationException: (?!The main method caused an error|The program caused an error|The program plan)"
                    + "|NullPointerException\\\\n\\\\tat [^\\\\]*\\\\n\\\\tat [\\w.]*HandlerRequest\\."
                    + "|NumberFormatException: Value [^ ]* can not be represented"
                    + "|on server side:\\\\njava.lang.IllegalArgumentException: -[0-9]+"
                    + "\\\\n\\\\tat [^\\\\]*ReferencePipeline\\.limit"
                    + "|\\[\"File upload failed\\."
                    + "|Internal server error: (?:unterminated escape sequence|invalid hex byte)");

    /**
     * Matches the engine's words for a log that is not there, or is a directory. A task manager has the same words for its own
     * log and output, whose names no client chose.
     */
    private static final Pattern NO_LOG =
            Pattern.compile("FlinkException: Could not transfer file to client\\.[^\"]*Can not find file "
                    + "|FlinkException: Failed to transfer file from TaskExecutor [^\"]*(?:\\(Is a directory\\)"
                    + "|The file (?!LOG |STDOUT )[^\"]* (?:does not exist|is not available) on the TaskExecutor)");

    /**
     * Is the engine's answer without a reason, also over a percent sign in an id. The request before on that connection was
     * for a file of its dashboard, whose handler still stands there and takes the error.
     */
    private static final String WITHOUT_REASON = "{\"errors\":[\"Internal server error.\"]}";

    private ClientMistakes() {}

    /** Returns the engine's answer, with 400 or 404 for a 500 over a mistake of the client. */
    static EngineAnswer told(EngineAnswer answer, String target, byte[] sent) {
        int status = status(answer.status(), target, answer.body(), sent);
        return status == answer.status() ? answer : new EngineAnswer(status, answer.contentType(), answer.body());
    }

    /**
     * Returns the status to tell the client.
     *
     * @param sent the body of the request; empty if it is not known
     * @throws ApiException 400 for a target that the engine cannot decode, if it gave no reason
     */
    static int status(int status, String target, byte[] answer, byte[] sent) {
        if (status != ENGINES) {
            return status;
        }
        String words = new String(answer, StandardCharsets.UTF_8);
        if (words.equals(WITHOUT_REASON)) {
            decodeTwice(target);
        }
        if (NO_LOG.matcher(words).find()) {
            return NOT_THERE;
        }
        return WORDS.matcher(words).find() || isUnreadable(sent) ? CLIENTS : status;
    }

    /** Does what the engine does with a path, and fails as it does. */
    private static void decodeTwice(String target) {
        try {
            for (String part : new QueryStringDecoder(target).path().split("/")) {
                QueryStringDecoder.decodeComponent(part);
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("Internal server error: " + e.getMessage());
        }
    }

    /** Returns true for JSON that the engine reads as nothing, or that has a number beyond all of its types. */
    private static boolean isUnreadable(byte[] json) {
        if (json.length == 0) {
            return false;
        }
        try (JsonParser tokens = Json.TOKENS.createParser(json)) {
            JsonToken token = tokens.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                return true;
            }
            for (; token != null; token = tokens.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && !Double.isFinite(tokens.getDoubleValue())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // The engine says so itself.
            return false;
        }
    }
}
