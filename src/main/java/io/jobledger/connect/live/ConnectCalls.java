package io.jobledger.connect.live;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.Retries;
import io.jobledger.connect.dialect.TextDocuments;
import io.jobledger.connect.dialect.WorkerDialect;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.EngineUnavailableException;
import io.jobledger.engine.FirstEngine;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.http.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpStatus;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Calls the workers. Equal reads in flight share one call. A change is never shared and never repeated, although many of
 * them are GETs. When a worker goes away, the next call goes to another; a read that it broke off does too.
 */
public final class ConnectCalls {
    private static final Duration NOT_SUPPORTED = Duration.ofMinutes(1);

    /** How often another worker is asked, each after 250 ms. A watch sees within 500 ms that a worker is away. */
    private static final int ATTEMPTS = 8;

    private static final byte[] NOTHING = {};

    private final EngineCluster cluster;
    private final EngineClient client;
    private final Duration patience;
    private final Greeting greeting;

    /** Guarded by this. */
    @Nullable
    private Known known;

    /**
     * @param patience for how long a change may take
     * @param greeting comes before all else that a worker is asked
     */
    public ConnectCalls(EngineCluster cluster, EngineClient client, Duration patience, Greeting greeting) {
        this.cluster = cluster;
        this.client = client;
        this.patience = patience;
        this.greeting = greeting;
    }

    /** Tells a worker that has come up what it needs to know. Nothing else is asked of it until that is done. */
    public interface Greeting {
        CompletionStage<Void> greet(EngineSession session);
    }

    private record Known(EngineSession session, CompletableFuture<WorkerDialect> dialect) {}

    /** Returns a text as a part of a path, or as a value of a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns the text of an answer. */
    static String text(EngineAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** Returns whether the workers are the service's own. */
    boolean ours() {
        return cluster.engine().isOurs();
    }

    /** Sends a GET that changes nothing. */
    CompletionStage<EngineAnswer> read(String target) {
        return cluster.calls().call(session -> client.get(session, target));
    }

    /**
     * Asks in the dialect of the worker that is asked. If that goes away meanwhile, another one is asked, maybe in another
     * dialect.
     *
     * @param look only reads
     */
    <T> CompletionStage<T> reading(Function<WorkerDialect, CompletionStage<T>> look) {
        return Retries.call(
                () -> dialect().thenCompose(look),
                ATTEMPTS,
                error -> another() && status(EngineCalls.cause(error)) == HttpStatus.SERVICE_UNAVAILABLE);
    }

    /** Sends a GET that changes nothing to each worker that is there. A worker that does not answer has no answer. */
    CompletionStage<List<EngineAnswer>> readEach(String target) {
        List<CompletableFuture<EngineAnswer>> each = cluster.engine().sessions().stream()
                .map(session ->
                        client.get(session, target).exceptionally(error -> null).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(all -> each.stream()
                        .map(CompletableFuture::join)
                        .filter(answer -> answer != null && answer.ok())
                        .toList());
    }

    /** Sends a call that changes something, without a body. */
    CompletionStage<EngineAnswer> change(HttpMethod method, String target) {
        return change(method, target, NOTHING);
    }

    /** Sends a call that changes something. It is sent to another worker only if it has reached none. */
    CompletionStage<EngineAnswer> change(HttpMethod method, String target, byte[] body) {
        return Retries.call(
                () -> cluster.calls()
                        .call(session -> client.exchange(session, method, target, null, body)
                                .toCompletableFuture()
                                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                                .exceptionally(error -> {
                                    throw translated(error);
                                })),
                ATTEMPTS,
                error -> another() && EngineCalls.neverSent(EngineCalls.cause(error)));
    }

    /**
     * Returns the dialect of the worker that is asked now.
     *
     * @return fails with 503 if it is one that the service does not speak
     */
    public CompletionStage<WorkerDialect> dialect() {
        return cluster.calls().call(this::dialect);
    }

    private synchronized CompletionStage<WorkerDialect> dialect(EngineSession session) {
        if (known == null || !known.session().equals(session) || known.dialect().isCompletedExceptionally()) {
            known = new Known(
                    session,
                    greeting.greet(session)
                            .thenCompose(greeted -> detected(session))
                            .toCompletableFuture());
        }
        return known.dialect();
    }

    private CompletionStage<WorkerDialect> detected(EngineSession session) {
        return client.get(session, "/getConfigInfo").thenCompose(configs -> {
            if (configs.ok() && TextDocuments.isConfigInfo(text(configs))) {
                return CompletableFuture.completedStage(WorkerDialect.TEXT);
            }
            if (configs.ok()) {
                throw refused(session, "speaks the API of RocketMQ Connect of 2020 to 2022");
            }
            return client.get(session, "/connectors/list").thenApply(list -> {
                if (list.ok() && text(list).startsWith("{")) {
                    return WorkerDialect.JSON;
                }
                throw refused(session, "does not answer as a RocketMQ Connect worker");
            });
        });
    }

    private static ApiException refused(EngineSession session, String why) {
        return ApiException.unavailable(
                "The worker at " + session.baseUrl() + ' ' + why
                        + ". jobledger needs one of 2019 (text) or of 2023 and later (JSON).",
                NOT_SUPPORTED);
    }

    /** Returns whether there is another worker. Without one, a client is told at once. */
    private boolean another() {
        return cluster.engine() instanceof FirstEngine
                && !cluster.engine().sessions().isEmpty();
    }

    private static RuntimeException translated(Throwable error) {
        Throwable cause = EngineCalls.cause(error);
        if (cause instanceof TimeoutException) {
            return ApiException.timedOut(
                    "The RocketMQ Connect worker did not answer in time.", EngineCalls.RETRY_AFTER);
        }
        if (cause.getCause() instanceof ConnectException) {
            return new EngineUnavailableException(
                    EngineState.DOWN,
                    EngineCalls.RETRY_AFTER,
                    "The RocketMQ Connect worker cannot be reached: " + cause.getMessage());
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }

    @Nullable
    private static HttpStatus status(Throwable error) {
        return error instanceof ApiException api ? api.status() : null;
    }
}
