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
import io.micronaut.http.ServerHttpRequest;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Calls passed on to the engine. Each waits for an engine that is starting, up to {@code jobledger.engine-wait}; then it
 * fails with 503 and {@code Retry-After}. An engine that breaks off is 503, one that is silent for too long 504.
 */
public final class FlinkLive {
    private final EngineCalls calls;
    private final EngineClient client;
    private final DroppedFields dropped;

    public FlinkLive(EngineCluster cluster, EngineClient client, DroppedFields dropped) {
        this.calls = cluster.calls();
        this.client = client;
        this.dropped = dropped;
    }

    /** Passes a GET on, sharing the upstream call with every equal GET in flight. A body that came with it is dropped. */
    public CompletionStage<HttpResponse<?>> read(HttpRequest<?> request) {
        return read(target(request)).thenApply(FlinkLive::response);
    }

    /** As {@link #read(HttpRequest)}, for a target of ours. */
    public CompletionStage<EngineAnswer> read(String target) {
        return calls.call(session -> client.get(session, target)).thenApply(answer -> whole(target, answer));
    }

    /** As {@link #read(String)}, for a caller that can do without an engine that is not there. */
    public CompletionStage<EngineAnswer> readNow(String target) {
        return calls.callNow(session -> client.get(session, target));
    }

    private EngineAnswer whole(String target, EngineAnswer answer) {
        byte[] body = answer.status() == 200 ? dropped.fill(target, answer.body()) : answer.body();
        return body == answer.body() ? answer : new EngineAnswer(answer.status(), answer.contentType(), body);
    }

    /** Passes a request on as it came, both bodies streamed; shared with nobody. */
    public CompletionStage<HttpResponse<?>> pass(HttpRequest<?> request) {
        return calls.call(session -> client.pass(session, target(request), request));
    }

    /** Passes a request on whose body is small, and returns the engine's whole answer. */
    public CompletionStage<EngineAnswer> call(HttpRequest<?> request) {
        return body(request)
                .thenCompose(body -> call(request.getMethod(), target(request), contentType(request), body));
    }

    /** A call of ours, or one whose body has been read already. */
    public CompletionStage<EngineAnswer> call(HttpMethod method, String target, String contentType, byte[] body) {
        return calls.call(session -> client.exchange(session, method, target, contentType, body));
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
        return calls.call(call);
    }
}
