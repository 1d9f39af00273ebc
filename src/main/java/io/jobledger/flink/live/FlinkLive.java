package io.jobledger.flink.live;

import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineAnswer;
import io.jobledger.engine.EngineClient;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineUnavailableException;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.compatibility.DroppedFields;
import io.jobledger.http.ApiException;
import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.ReadTimeoutException;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Calls passed on to the engine. Each waits for an engine that is starting, up to {@code jobledger.engine-wait}; then it
 * fails with 503 and {@code Retry-After}. An engine that breaks off is 503, one that is silent for too long 504.
 */
@Singleton
public final class FlinkLive {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Engine engine;
    private final EngineClient client;
    private final DroppedFields dropped;
    private final Duration wait;

    FlinkLive(
            @Named(FlinkCluster.ENGINE) Engine engine,
            EngineClient client,
            DroppedFields dropped,
            @Property(name = "jobledger.engine-wait") Duration wait) {
        this.engine = engine;
        this.client = client;
        this.dropped = dropped;
        this.wait = wait;
        engine.onLost(this::abandon);
    }

    /** Passes a GET on, sharing the upstream call with every equal GET in flight. A body that came with it is dropped. */
    public CompletionStage<HttpResponse<?>> read(HttpRequest<?> request) {
        return read(target(request)).thenApply(FlinkLive::response);
    }

    /** As {@link #read(HttpRequest)}, for a target of ours. */
    public CompletionStage<EngineAnswer> read(String target) {
        return onSession(session -> client.get(session, target)).thenApply(answer -> whole(target, answer));
    }

    /** As {@link #read(String)}, for a caller that can do without an engine that is not there. */
    public CompletionStage<EngineAnswer> readNow(String target) {
        return onSession(Duration.ZERO, session -> client.get(session, target));
    }

    private EngineAnswer whole(String target, EngineAnswer answer) {
        byte[] body = answer.status() == 200 ? dropped.fill(target, answer.body()) : answer.body();
        return body == answer.body() ? answer : new EngineAnswer(answer.status(), answer.contentType(), body);
    }

    /** Passes a request on as it came, both bodies streamed; shared with nobody. */
    public CompletionStage<HttpResponse<?>> pass(HttpRequest<?> request) {
        return onSession(session -> client.pass(session, target(request), request));
    }

    /** Passes a request on whose body is small, and returns the engine's whole answer. */
    public CompletionStage<EngineAnswer> call(HttpRequest<?> request) {
        return body(request)
                .thenCompose(body -> call(request.getMethod(), target(request), contentType(request), body));
    }

    /** A call of ours, or one whose body has been read already. */
    public CompletionStage<EngineAnswer> call(HttpMethod method, String target, String contentType, byte[] body) {
        return onSession(session -> client.exchange(session, method, target, contentType, body));
    }

    /** The whole body of a request; empty if it has none. */
    public static CompletionStage<byte[]> body(HttpRequest<?> request) {
        return ((ServerHttpRequest<?>) request).byteBody().buffer().thenApply(buffered -> {
            try (buffered) {
                return buffered.toByteArray();
            }
        });
    }

    /** The raw path and query of a request. */
    public static String target(HttpRequest<?> request) {
        URI uri = request.getUri();
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
    }

    public static String contentType(HttpRequest<?> request) {
        return request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
    }

    /** An engine's answer as ours. */
    public static HttpResponse<?> response(EngineAnswer answer) {
        return FlinkAnswers.of(answer.status(), answer.contentType(), answer.body());
    }

    /** Any call to the engine, waited for and with its failures worded as those of the others. */
    public <T> CompletionStage<T> onSession(Function<EngineSession, CompletionStage<T>> call) {
        return onSession(wait, call);
    }

    private <T> CompletionStage<T> onSession(Duration wait, Function<EngineSession, CompletionStage<T>> call) {
        return engine.ready(wait)
                .thenCompose(session -> {
                    CompletionStage<T> answer = call.apply(session);
                    if (!engine.session().equals(Optional.of(session))) {
                        // Lost before there was a call to abandon.
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

    /** Whether a call failed because there was no engine to send it to. */
    public static boolean neverSent(Throwable error) {
        return error.getCause() instanceof EngineUnavailableException;
    }

    private static RuntimeException translate(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof EngineUnavailableException unavailable) {
            return ApiException.unavailable(unavailable.getMessage(), unavailable.retryAfter(), unavailable);
        }
        if (cause instanceof ReadTimeoutException) {
            return ApiException.timedOut("The Flink cluster did not answer in time.", RETRY_AFTER);
        }
        if (cause instanceof HttpClientException || cause instanceof IOException) {
            return ApiException.unavailable(
                    "The Flink cluster broke off or cannot be reached: " + cause.getMessage(), RETRY_AFTER);
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }
}
