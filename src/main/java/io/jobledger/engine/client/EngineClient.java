package io.jobledger.engine.client;

import io.jobledger.engine.EngineSession;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.buffer.netty.NettyByteBufferFactory;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.ByteBodyHttpResponse;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.stream.InputStreamByteBody;
import io.micronaut.http.client.RawHttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.http.netty.body.AvailableNettyByteBody;
import io.micronaut.scheduling.TaskExecutors;
import io.netty.buffer.Unpooled;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;

/**
 * Sends all HTTP calls to engines: pooled, on the server's own event loops.
 *
 * <p>Every method completes exceptionally with an {@link io.micronaut.http.client.exceptions.HttpClientException} when
 * the engine cannot be reached or does not answer in time. An error status is an answer like any other.
 */
@Singleton
public final class EngineClient {
    /** Headers that concern one connection, or that the sending side sets anew. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "host",
            "transfer-encoding",
            "content-length",
            "expect",
            "accept-encoding",
            CallConnections.HEADER);

    /** Bytes of a whole answer. Memory holds it several times over: as it comes, as bytes, and packed. */
    private static final long LARGEST = Runtime.getRuntime().maxMemory() / 8;

    private final Connections http;
    private final Connections readHttp;
    private final ExecutorService io;
    private final SingleFlight<Call, EngineAnswer> calls = new SingleFlight<>(late -> {});
    private final SingleFlight<Call, ByteBodyHttpResponse<?>> passes = new SingleFlight<>(ByteBodyHttpResponse::close);
    private final AtomicLong unshared = new AtomicLong();

    EngineClient(
            @Client(id = "engine") RawHttpClient http,
            @Client(id = "engine-anew") RawHttpClient anew,
            @Client(id = "engine-reads") RawHttpClient readHttp,
            @Client(id = "engine-reads-anew") RawHttpClient readAnew,
            CallConnections connections,
            MeterRegistry meters,
            @Named(TaskExecutors.BLOCKING) ExecutorService io) {
        this.http = new Connections(http, anew, connections, meters);
        this.readHttp = new Connections(readHttp, readAnew, connections, meters);
        this.io = io;
    }

    /**
     * Sends a GET of a raw path with its query, shared with every equal GET in flight. Waits at most
     * {@code jobledger.engine-read-timeout} for the answer. Other calls wait as long as a user's main method may take.
     */
    public CompletionStage<EngineAnswer> get(EngineSession session, String target) {
        return read(new Call(session, target, 0));
    }

    /** Sends a GET now, not shared with a GET that was sent before. */
    public CompletionStage<EngineAnswer> getAnew(EngineSession session, String target) {
        return read(unshared(session, target));
    }

    private CompletionStage<EngineAnswer> read(Call read) {
        return calls.join(read, () -> whole(readHttp.get(HttpRequest.GET(resolve(read.session(), read.target())))));
    }

    /**
     * Ends all calls under way within a session with an error, so that no client waits for a lost engine. The engine
     * may have done a call, or do it yet.
     */
    public void abandon(EngineSession session, Throwable error) {
        calls.abandon(call -> call.session().equals(session), error);
        passes.abandon(pass -> pass.session().equals(session), error);
    }

    /** Sends a call with a body that is already whole, not shared with others. */
    public CompletionStage<EngineAnswer> exchange(
            EngineSession session, HttpMethod method, String target, @Nullable String contentType, byte[] body) {
        MutableHttpRequest<?> request =
                HttpRequest.create(method, resolve(session, target).toString());
        if (body.length > 0) {
            request.contentType(contentType == null ? MediaType.APPLICATION_JSON : contentType);
        }
        return calls.join(
                unshared(session, target),
                () -> whole(http.send(request, new AvailableNettyByteBody(Unpooled.wrappedBuffer(body)))));
    }

    /**
     * Uploads a file as the one part of a multipart form, streamed.
     *
     * @param file is sent under its own name, which must need no quoting
     */
    public CompletionStage<EngineAnswer> upload(EngineSession session, String target, Path file) {
        String boundary = "jobledger-" + UUID.randomUUID();
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                        + file.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        InputStream content;
        long length;
        try {
            length = head.length + Files.size(file) + tail.length;
            content = new SequenceInputStream(Collections.enumeration(List.of(
                    new ByteArrayInputStream(head), Files.newInputStream(file), new ByteArrayInputStream(tail))));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        MutableHttpRequest<?> request = HttpRequest.POST(resolve(session, target), null)
                .contentType("multipart/form-data; boundary=" + boundary)
                .contentLength(length);
        CloseableByteBody body =
                InputStreamByteBody.create(content, OptionalLong.of(length), io, NettyByteBufferFactory.DEFAULT);
        return calls.join(unshared(session, target), () -> whole(http.send(request, body)));
    }

    /**
     * Passes a request on under another target, with its body streamed. The answer has the engine's status, headers and
     * body. An answer's body that is not JSON is streamed too.
     */
    public CompletionStage<HttpResponse<?>> pass(EngineSession session, String target, HttpRequest<?> original) {
        // Engines know no HEAD, which has the headers of a GET.
        boolean head = original.getMethod() == HttpMethod.HEAD;
        MutableHttpRequest<?> request = HttpRequest.create(
                head ? HttpMethod.GET : original.getMethod(),
                resolve(session, target).toString());
        original.getHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.getHeaders().add(name, value));
            }
        });
        CloseableByteBody body = ((ServerHttpRequest<?>) original).byteBody().move();
        // A log may be long and its client slow, so a GET has no shorter time limit.
        return passes.join(unshared(session, target), () -> pass(request, body))
                .thenCompose(answer -> passOn(answer, head));
    }

    private CompletionStage<ByteBodyHttpResponse<?>> pass(MutableHttpRequest<?> request, CloseableByteBody body) {
        OptionalLong length = body.expectedLength();
        if (request.getMethod() == HttpMethod.GET && length.orElse(-1) == 0) {
            body.close();
            return http.get(request);
        }
        length.ifPresent(request::contentLength);
        return http.send(request, body);
    }

    private Call unshared(EngineSession session, String target) {
        return new Call(session, target, unshared.incrementAndGet());
    }

    private static URI resolve(EngineSession session, String target) {
        return URI.create(session.baseUrl() + target);
    }

    private static CompletionStage<HttpResponse<?>> passOn(ByteBodyHttpResponse<?> answer, boolean head) {
        MutableHttpResponse<Object> response = HttpResponse.status(answer.code(), answer.reason());
        answer.getHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> response.getHeaders().add(name, value));
            }
        });
        if (head) {
            answer.close();
            return CompletableFuture.completedFuture(response);
        }
        boolean json = answer.getContentType()
                .map(type -> type.getExtension().equals(MediaType.EXTENSION_JSON))
                .orElse(true);
        if (!json) {
            return CompletableFuture.completedFuture(
                    response.body(answer.byteBody().toByteArrayPublisher()));
        }
        return bytes(answer).thenApply(response::body);
    }

    private static CompletionStage<EngineAnswer> whole(CompletionStage<ByteBodyHttpResponse<?>> sent) {
        return sent.thenCompose(answer -> bytes(answer)
                .thenApply(body ->
                        new EngineAnswer(answer.code(), answer.getHeaders().get(HttpHeaders.CONTENT_TYPE), body)));
    }

    private static CompletionStage<byte[]> bytes(ByteBodyHttpResponse<?> answer) {
        long length = answer.byteBody().expectedLength().orElse(-1);
        if (length < 0) {
            return Flux.from(answer.byteBody().toByteArrayPublisher())
                    .reduceWith(ByteArrayOutputStream::new, EngineClient::add)
                    .map(ByteArrayOutputStream::toByteArray)
                    .toFuture();
        }
        if (length > LARGEST) {
            answer.close();
            return CompletableFuture.failedFuture(new AnswerTooLargeException(length, LARGEST));
        }
        return answer.byteBody().buffer().thenApply(buffered -> {
            try (buffered) {
                return buffered.toByteArray();
            }
        });
    }

    private static ByteArrayOutputStream add(ByteArrayOutputStream body, byte[] piece) {
        if (body.size() + (long) piece.length > LARGEST) {
            throw new AnswerTooLargeException(body.size() + (long) piece.length, LARGEST);
        }
        body.writeBytes(piece);
        return body;
    }

    /** @param unshared 0, or a number that no other has */
    private record Call(EngineSession session, String target, long unshared) {}
}
