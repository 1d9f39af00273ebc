package io.jobledger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The codec makes requests of all bytes in a piece with the end of a body. */
class RequestGateTest {
    private static final int REQUESTS = 1_000;
    private static final String GET = "GET /%04d HTTP/1.1\r\nHost: a\r\n\r\n";

    /** The codec gets 8 KiB at once while it reads a body. */
    private static final int IN_A_PIECE = 8192 / GET.formatted(0).length() + 1;

    private final List<String> decoded = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();

    @Test
    void requestsBehindABodyBeginOneByOneAndAreDecodedByThePiece() {
        RequestGate gate = new RequestGate(() -> false);
        EmbeddedChannel channel = new EmbeddedChannel(gate, new HttpServerCodec(), noting(decoded, true));
        channel.pipeline()
                .addLast(gate.counter(channel.pipeline().context(gate)))
                .addLast(noting(begun, false));
        StringBuilder sent = new StringBuilder("POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n[]");
        IntStream.range(0, REQUESTS).forEach(i -> sent.append(GET.formatted(i)));

        channel.writeInbound(Unpooled.copiedBuffer(sent, ISO_8859_1));
        assertThat(begun).containsExactly("/first");
        assertThat(decoded).hasSizeBetween(2, IN_A_PIECE);

        for (int i = 0; i < REQUESTS; i++) {
            channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
            assertThat(begun).hasSize(i + 2).endsWith("/%04d".formatted(i));
        }
        channel.finishAndReleaseAll();
    }

    private static ChannelHandler noting(List<String> targets, boolean passesOn) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof HttpRequest request) {
                    targets.add(request.uri());
                }
                if (passesOn) {
                    context.fireChannelRead(message);
                } else {
                    ReferenceCountUtil.release(message);
                }
            }
        };
    }
}
