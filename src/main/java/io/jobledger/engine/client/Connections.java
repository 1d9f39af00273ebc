package io.jobledger.engine.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.ByteBodyHttpResponse;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.client.RawHttpClient;
import io.micronaut.http.client.exceptions.ResponseClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/**
 * Sends requests over kept connections. Engines close some of these after an answer, without a word before, as Flink does after
 * its errors. A request that is sent at that moment gets no answer, though the engine is well.
 *
 * @param kept keeps its connections
 * @param anew opens a connection for each request
 */
record Connections(RawHttpClient kept, RawHttpClient anew, CallConnections calls, MeterRegistry meters) {

    /**
     * Sends a request once, on a new connection. The engine may have done it although its answer is lost, so that it cannot be
     * sent again.
     */
    CompletionStage<ByteBodyHttpResponse<?>> send(MutableHttpRequest<?> request, CloseableByteBody body) {
        String call = calls.begin(request);
        return send(anew, request, body).whenComplete((response, error) -> calls.end(call, error != null));
    }

    /** Sends a GET without a body that changes nothing. If the connection breaks off, sends it once more on a new one. */
    CompletionStage<ByteBodyHttpResponse<?>> get(HttpRequest<?> request) {
        return send(kept, request, null)
                .exceptionallyCompose(error ->
                        isBrokenOff(error) ? send(anew, request, null) : CompletableFuture.failedFuture(error));
    }

    private static boolean isBrokenOff(Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        return cause instanceof ResponseClosedException
                || cause.getCause() instanceof IOException broken && !(broken instanceof ConnectException);
    }

    private CompletionStage<ByteBodyHttpResponse<?>> send(
            RawHttpClient client, HttpRequest<?> request, @Nullable CloseableByteBody body) {
        long started = System.nanoTime();
        return Mono.from(client.exchange(request, body, null))
                .<ByteBodyHttpResponse<?>>map(response -> (ByteBodyHttpResponse<?>) response)
                .toFuture()
                .whenComplete((response, error) -> Timer.builder("jobledger.upstream.calls")
                        .description("Calls to the engines, until the answer's headers")
                        .tag("method", request.getMethodName())
                        .tag("outcome", error != null ? "unreachable" : response.code() / 100 + "xx")
                        .register(meters)
                        .record(System.nanoTime() - started, TimeUnit.NANOSECONDS));
    }
}
