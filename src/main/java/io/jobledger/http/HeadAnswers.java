package io.jobledger.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Keeps a connection open after an answer to HEAD. The framework closes a connection after an answer without a length, and
 * counts no length for HEAD. So each such answer gets a length for the framework, and loses it before it is sent.
 */
@ServerFilter(value = ServerFilter.MATCH_ALL_PATTERN, methods = HttpMethod.HEAD)
public final class HeadAnswers {
    private static final String UNKNOWN = "unknown";

    @ResponseFilter
    void keepOpen(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getHttpVersion() == HttpVersion.HTTP_1_1
                && !response.getHeaders().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.header(HttpHeaders.CONTENT_LENGTH, UNKNOWN);
        }
    }

    /** Takes the unknown lengths off the answers of HTTP/1 connections. */
    public static final class Sender extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response
                    && response.headers().contains(HttpHeaderNames.CONTENT_LENGTH, UNKNOWN, false)) {
                response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
            }
            context.write(message, promise);
        }
    }
}
