package io.jobledger.flink.live;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.flink.compatibility.DroppedFields;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.ServerHttpRequest;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Passes calls on to the engine. Each waits for a starting engine, up to {@code jobledger.engine-wait}; then it fails
 * with 503 and {@code Retry-After}. An engine that breaks off gives 503, one that is silent for too long 504.
 */
public final class FlinkLive {
    private static final byte[] NO_BODY = new byte[0];

    private final EngineCalls calls;
    private final EngineClient client;
    private final DroppedFields dropped;

    public FlinkLive(EngineCluster cluster, EngineClient client, DroppedFields dropped) {
        this.calls = cluster.calls();
        this.client = client;
        this.dropped = dropped;
    }

    /** Passes a GET on without a body, sharing the engine's answer with equal GETs in flight. */
    public CompletionStage<HttpResponse<?>> read(HttpRequest<?> request) {
        return read(target(request)).thenApply(FlinkLive::response);
    }

    /** Reads a target as {@link #read(HttpRequest)} does, for the service itself. */
    public CompletionStage<EngineAnswer> read(String target) {
        return calls.call(session -> client.get(session, target)).thenApply(answer -> whole(target, answer));
    }

    /** Reads a target at once, or fails at once if the engine is not there. Adds no dropped fields. */
    public CompletionStage<EngineAnswer> readNow(String target) {
        return calls.callNow(session -> client.get(session, target));
    }

    private EngineAnswer whole(String target, EngineAnswer heard) {
        EngineAnswer answer = ClientMistakes.told(heard, target, NO_BODY);
        byte[] body = answer.status() == 200 ? dropped.fill(target, answer.body()) : answer.body();
        return body == answer.body() ? answer : new EngineAnswer(answer.status(), answer.contentType(), body);
    }

    /** Passes a request on unchanged and unshared, and streams both bodies. */
    public CompletionStage<HttpResponse<?>> pass(HttpRequest<?> request) {
        String target = target(request);
        return calls.call(session -> client.pass(session, target, request)).thenApply(answer -> told(answer, target));
    }

    private static HttpResponse<?> told(HttpResponse<?> answer, String target) {
        int status = answer.body() instanceof byte[] body
                ? ClientMistakes.status(answer.code(), target, body, NO_BODY)
                : answer.code();
        return status == answer.code() ? answer : answer.toMutableResponse().status(HttpStatus.valueOf(status));
    }

    /** Passes a request on whose body is small, and returns the engine's whole answer. */
    public CompletionStage<EngineAnswer> call(HttpRequest<?> request) {
        return body(request)
                .thenCompose(body -> call(request.getMethod(), target(request), contentType(request), body));
    }

    /** Sends a call of the service, or one with a body that has been read. */
    public CompletionStage<EngineAnswer> call(HttpMethod method, String target, String contentType, byte[] body) {
        return calls.call(session -> client.exchange(session, method, target, contentType, body))
                .thenApply(answer -> ClientMistakes.told(answer, target, body));
    }

    /** Returns the whole body of a request; empty if it has none. */
    public static CompletionStage<byte[]> body(HttpRequest<?> request) {
        return ((ServerHttpRequest<?>) request).byteBody().buffer().thenApply(buffered -> {
            try (buffered) {
                return buffered.toByteArray();
            }
        });
    }

    /** Returns the raw path and query of a request. */
    public static String target(HttpRequest<?> request) {
        URI uri = request.getUri();
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
    }

    /** Returns the content type of a request; null if it has none. */
    public static String contentType(HttpRequest<?> request) {
        return request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
    }

    /** Returns an engine's answer as a response to the client. */
    public static HttpResponse<?> response(EngineAnswer answer) {
        return FlinkAnswers.of(answer.status(), answer.contentType(), answer.body());
    }

    /** Makes any call to the engine, with the waits and errors of the other calls. */
    public <T> CompletionStage<T> onSession(Function<EngineSession, CompletionStage<T>> call) {
        return calls.call(call);
    }
}
