package io.jobledger.seatunnel.live;

import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.secrets.Secrets;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/**
 * Turns the engine's errors into ours: in its words, without stack traces and secrets. The engine answers 500 to all
 * that it cannot do. After a changing request this becomes 400, except for the engine's own trouble.
 */
@Singleton
public final class SeaTunnelEngineErrors {

    private static final Pattern ENGINES_OWN = Pattern.compile("com\\.hazelcast\\.|HazelcastInstance|OutOfMemoryError"
            + "|InterruptedException|(?i:coordinator service|master node|enough resource)");

    /** The place where the engine's message ends and a stack trace begins. */
    private static final Pattern TRACE = Pattern.compile("\\s*\\R\\s+at [\\w.$/]+\\(.*", Pattern.DOTALL);

    private static final Pattern CLASSES = Pattern.compile("^(?:[\\w.$]+\\.[\\w$]+(?:Exception|Error): )+");

    private static final int LONGEST = 8192;

    private final Json json;

    SeaTunnelEngineErrors(Json json) {
        this.json = json;
    }

    /**
     * @param changing whether the request changes something on the engine
     * @param cause the cause that the engine's answer leaves out, null if none is known
     */
    ApiException of(EngineAnswer answer, boolean changing, @Nullable String cause) {
        String whole = message(answer);
        String message = CLASSES.matcher(TRACE.matcher(whole).replaceFirst("")).replaceFirst("");
        if (cause != null && !message.contains(cause)) {
            message = message + " " + cause;
        }
        String told = Secrets.inText(message);
        HttpStatus status = HttpStatus.valueOf(answer.status());
        boolean mistake = changing
                && status == HttpStatus.INTERNAL_SERVER_ERROR
                && !ENGINES_OWN.matcher(message).find();
        return ApiException.of(
                mistake ? HttpStatus.BAD_REQUEST : status, told.substring(0, Math.min(told.length(), LONGEST)));
    }

    private String message(EngineAnswer answer) {
        try {
            String message = Json.text(json.read(answer.body()), "message");
            if (message != null) {
                return message;
            }
        } catch (UncheckedIOException e) {
            // The answer is no JSON, or is empty.
        }
        return "The engine answered with status " + answer.status() + ".";
    }
}
