package io.jobledger.flink.jars;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.operation.ClientRequest;
import io.jobledger.flink.operation.FlinkOperations;
import io.jobledger.http.Json;
import io.jobledger.ledger.jars.Jar;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Plans and runs our jars on the engine. */
public record JarRuns(
        JarStore store,
        EngineJars engineJars,
        FlinkLive live,
        FlinkOperations operations,
        Json json,
        ExecutorService blocking) {
    /** Returns the plan of a jar. A GET with a body becomes the equivalent POST, as few clients can send the former. */
    public CompletionStage<HttpResponse<?>> plan(String jarId, HttpRequest<?> request) {
        return FlinkLive.body(request)
                .thenCompose(body -> onEngine(jarId, planMethod(request), "plan", arguments(body, request), request))
                .thenApply(FlinkLive::response);
    }

    /** Runs a jar, and records the request as an operation. */
    public CompletionStage<HttpResponse<?>> run(String jarId, HttpRequest<?> request) {
        ClientRequest asked = ClientRequest.by(request);
        return FlinkLive.body(request)
                .thenCompose(body -> {
                    ProgramArguments sent = arguments(body, request);
                    return operations.ask(
                            OperationKind.RUN,
                            null,
                            NotedRun.of(asked.with(body), json),
                            () -> onEngine(jarId, HttpMethod.POST, "run", sent, request));
                })
                .thenApply(FlinkLive::response);
    }

    /** Returns GET for a HEAD, which engines do not know. */
    private static HttpMethod planMethod(HttpRequest<?> request) {
        return request.getMethod() == HttpMethod.POST ? HttpMethod.POST : HttpMethod.GET;
    }

    private ProgramArguments arguments(byte[] body, HttpRequest<?> request) {
        return new ProgramArguments(body, request.getUri().getRawQuery())
                .understoodByAll(json)
                .shortEnough(json);
    }

    private CompletionStage<EngineAnswer> onEngine(
            String jarId, HttpMethod method, String action, ProgramArguments sent, HttpRequest<?> request) {
        return CompletableFuture.supplyAsync(() -> store.find(jarId), blocking)
                .thenCompose((Jar jar) -> engineJars.engineId(jar))
                .thenCompose(id -> live.call(
                        sent.body().length == 0 ? method : HttpMethod.POST,
                        "/jars/" + id + '/' + action + (sent.query() == null ? "" : '?' + sent.query()),
                        FlinkLive.contentType(request),
                        sent.body()))
                .exceptionally(error -> {
                    Throwable cause = EngineCalls.cause(error);
                    if (cause instanceof EngineJars.RefusedJar refused) {
                        return refused.answer();
                    }
                    throw error instanceof CompletionException e ? e : new CompletionException(error);
                });
    }
}
