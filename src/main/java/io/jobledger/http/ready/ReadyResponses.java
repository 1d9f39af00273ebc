package io.jobledger.http.ready;

import io.jobledger.http.ApiErrors;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.context.BeanProvider;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Makes responses of {@link ReadyAnswer}s with the server's own headers, and counts them among its requests. */
@Singleton
final class ReadyResponses {
    private static final AsciiString JSON = AsciiString.cached(ApiErrors.JSON.toString());
    private static final AsciiString ALLOW_ORIGIN =
            AsciiString.cached(io.micronaut.http.HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
    private static final AsciiString ANY_ORIGIN = AsciiString.cached("*");

    private final BeanProvider<ReadyAnswers> beans;
    private final boolean dated;

    @Nullable
    private final String server;

    @Nullable
    private final MeterRegistry meters;

    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    private volatile List<ReadyAnswers> answers;
    private volatile Now now = new Now(0, AsciiString.EMPTY_STRING);

    /** @param answers created with the first request, because they use beans that are created after the server */
    ReadyResponses(
            BeanProvider<ReadyAnswers> answers,
            NettyHttpServerConfiguration configuration,
            @Nullable MeterRegistry meters) {
        this.beans = answers;
        this.dated = configuration.isDateHeader();
        this.server = configuration.getServerHeader().orElse(null);
        this.meters = meters;
    }

    /** Returns the answer that is in memory, or null. */
    @Nullable
    ReadyAnswer to(String target) {
        for (ReadyAnswers some : all()) {
            ReadyAnswer answer = some.to(target);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    /** Returns the answer that one read gives, or null; see {@link ReadyAnswers#soon}. */
    @Nullable
    CompletionStage<ReadyAnswer> soon(String target) {
        for (ReadyAnswers some : all()) {
            CompletionStage<ReadyAnswer> answer = some.soon(target);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private List<ReadyAnswers> all() {
        List<ReadyAnswers> all = answers;
        if (all == null) {
            all = beans.stream().toList();
            answers = all;
        }
        return all;
    }

    /** Returns a response with the headers of all answers of the server, in its order. */
    FullHttpResponse response(ReadyAnswer answer) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .add(ALLOW_ORIGIN, ANY_ORIGIN)
                .add(HttpHeaderNames.CONTENT_TYPE, JSON);
        if (dated) {
            headers.add(HttpHeaderNames.DATE, date());
        }
        if (server != null) {
            headers.add(HttpHeaderNames.SERVER, server);
        }
        headers.add(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(answer.body().length));
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.OK,
                Unpooled.wrappedBuffer(answer.body()),
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    /** Counts a request as the framework counts those that it routes. */
    void count(ReadyAnswer answer, long nanos) {
        if (meters != null) {
            timers.computeIfAbsent(
                            answer.route(),
                            route -> meters.timer(
                                    "http.server.requests",
                                    "method",
                                    "GET",
                                    "status",
                                    "200",
                                    "uri",
                                    route,
                                    "exception",
                                    "none"))
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private AsciiString date() {
        long second = System.currentTimeMillis() / 1000;
        Now said = now;
        if (said.second() != second) {
            said = new Now(
                    second,
                    new AsciiString(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC))));
            now = said;
        }
        return said.date();
    }

    private record Now(long second, AsciiString date) {}
}
