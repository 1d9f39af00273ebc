package io.jobledger.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Lets a client read the answer to a request whose body the server does not read, above all a 413. Closing a connection
 * with unread bytes resets it, and the client may lose the answer. So closing such a connection first ends only the
 * service's side. Later bytes are dropped until the client closes, or for {@value #PATIENCE_SECONDS} seconds.
 */
public final class UnreadBody extends ChannelDuplexHandler {
    private static final int PATIENCE_SECONDS = 30;

    /** Whether a request has begun and its end has not come. */
    private boolean within;

    private boolean dropping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            within = true;
        }
        if (message instanceof LastHttpContent last) {
            // What cannot be decoded has no end: the codec drops all that comes after it.
            within = last.decoderResult().isFailure();
        }
        if (dropping) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (!within || dropping || !(context.channel() instanceof DuplexChannel channel) || !channel.isActive()) {
            context.close(promise);
            return;
        }
        dropping = true;
        channel.closeFuture().addListener(closed -> promise.trySuccess());
        channel.shutdownOutput();
        channel.config().setAutoRead(true);
        context.executor().schedule(() -> context.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
