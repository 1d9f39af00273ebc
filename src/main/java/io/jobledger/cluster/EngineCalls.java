package io.jobledger.cluster;

import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineUnavailableException;
import io.jobledger.engine.client.AnswerTooLargeException;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.http.ApiException;
import io.jobledger.http.BrokenOffBody;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.ReadTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Calls one engine. A call waits for an engine that is starting, then fails with 503 and {@code Retry-After}. An engine
 * that breaks off is 503, one that is silent for too long 504. Calls within a lost session are abandoned. A body that
 * its client breaks off is no error of the engine.
 */
public final class EngineCalls {

    /** The {@code Retry-After} for an engine that has failed. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Engine engine;
    private final EngineClient client;
    private final Duration wait;
    private final String subject;

    /**
     * @param wait the longest time that a call waits for the engine
     * @param subject the engine at the beginning of error messages, such as {@code The Flink cluster}
     */
    public EngineCalls(Engine engine, EngineClient client, Duration wait, String subject) {
        this.engine = engine;
        this.client = client;
        this.wait = wait;
        this.subject = subject;
        engine.onLost(this::abandon);
    }

    /** Waits for the engine, then calls it. */
    public <T> CompletionStage<T> call(Function<EngineSession, CompletionStage<T>> call) {
        return call(wait, call);
    }

    /** As {@link #call}, but fails at once if the engine is not there. */
    public <T> CompletionStage<T> callNow(Function<EngineSession, CompletionStage<T>> call) {
        return call(Duration.ZERO, call);
    }

    private <T> CompletionStage<T> call(Duration wait, Function<EngineSession, CompletionStage<T>> call) {
        return engine.ready(wait)
                .thenCompose(session -> {
                    CompletionStage<T> answer = call.apply(session);
                    if (!engine.session().equals(Optional.of(session))) {
                        // The session was lost before there was a call to abandon.
                        abandon(session);
                    }
                    return answer;
                })
                .exceptionally(error -> {
                    throw translate(error);
                });
    }

    private void abandon(EngineSession lost) {
        client.abandon(lost, new HttpClientException("it no longer answers"));
    }

    private RuntimeException translate(Throwable error) {
        Throwable cause = cause(error);
        if (cause instanceof EngineUnavailableException unavailable) {
            return ApiException.unavailable(unavailable.getMessage(), unavailable.retryAfter(), unavailable);
        }
        EOFException brokenOff = BrokenOffBody.in(cause);
        if (brokenOff != null) {
            // The engine got a part of the body, and does nothing with it.
            return new CompletionException(brokenOff);
        }
        if (cause instanceof ReadTimeoutException) {
            return ApiException.timedOut(subject + " did not answer in time.", RETRY_AFTER);
        }
        if (cause instanceof AnswerTooLargeException tooLarge) {
            return ApiException.unavailable(tooLarge.getMessage() + ".", RETRY_AFTER);
        }
        if (cause instanceof HttpClientException || cause instanceof IOException) {
            return ApiException.unavailable(
                    subject + " broke off or cannot be reached: " + cause.getMessage(), RETRY_AFTER);
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }

    /** Returns the failure itself, without the wrapper that a future puts around it. */
    public static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** Returns whether a call failed because there was no engine to send it to. */
    public static boolean neverSent(Throwable error) {
        return error.getCause() instanceof EngineUnavailableException;
    }

    /** Returns whether the engine may have done a call that failed. */
    public static boolean outcomeUnknown(Throwable error) {
        return error instanceof ApiException api
                && (api.status() == HttpStatus.GATEWAY_TIMEOUT
                        || api.status() == HttpStatus.SERVICE_UNAVAILABLE && !neverSent(error));
    }
}
