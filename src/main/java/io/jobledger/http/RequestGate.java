package io.jobledger.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Gives the server one request of a connection at a time. A client may send thousands without reading an answer. The server
 * alone would execute all that one read brings, and keep their answers in memory.
 *
 * <p>The gate stands before the HTTP codec, and holds bytes rather than requests. It holds at most one read (64 KiB), and
 * reads no more until they have gone through. The next request waits for the end of the earlier answer, and until the
 * channel can be written. Requests in the same piece as the end of a body wait behind the codec. A closed connection
 * loses its waiting requests, and a service that ends begins no more of them.
 */
public final class RequestGate extends ChannelDuplexHandler {
    /** In bytes. The codec makes no longer pieces of a body either. */
    private static final int PIECE_OF_BODY = 8192;

    /** In bytes. Enough to tell the API of a request whose line is too long for the codec. */
    private static final int BEGINNING = 256;

    /** The target that the codec gives a request whose line it does not read. */
    private static final String UNREAD = "/bad-request";

    private static final Pattern LINE = Pattern.compile("([A-Z]{1,20}) (/[^ ?#]*).*", Pattern.DOTALL);

    private final BooleanSupplier ending;
    private final Queue<ByteBuf> held = new ArrayDeque<>();

    /** Messages that the codec made of the piece with the end of a body: the requests after it. */
    private final Queue<Object> decoded = new ArrayDeque<>();

    /** Passes messages from behind the codec on. */
    private ChannelHandlerContext counter;

    /** Whether messages of a request were dropped, so that the rest of it is dropped too. */
    private boolean dropped;

    /** Whether bytes are going through, or soon will. */
    private boolean opening;

    /** Whether the server wants more of the connection after the held bytes. */
    private boolean more;

    /** Whether a request has begun and its end has not gone through. */
    private boolean within;

    /** The first bytes of the head that goes through. */
    private final byte[] beginning = new byte[BEGINNING];

    private int begun;

    /** Whether the beginning of a head has gone through, and its end has not. */
    private boolean withinHead;

    /** Whether the line of a head that goes through has no character yet. */
    private boolean lineIsEmpty = true;

    /** How many requests have gone through and have no whole answer. */
    private int owed;

    /** @param ending whether the service ends */
    public RequestGate(BooleanSupplier ending) {
        this.ending = ending;
    }

    /** Returns the handler that counts requests and answers. It stands right after the HTTP codec. */
    public ChannelHandler counter(ChannelHandlerContext gate) {
        return new Counter(gate);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            held.add(bytes);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        open(context);
    }

    /** Lets requests through until one has to wait. */
    private void open(ChannelHandlerContext context) {
        opening = true;
        do {
            passDecoded(context.channel());
            while (!held.isEmpty() && decoded.isEmpty() && isOpen(context.channel())) {
                context.fireChannelRead(next());
            }
            // The server may write the answers at this event alone, and the channel become writable.
            context.fireChannelReadComplete();
        } while (!isEmpty() && isOpen(context.channel()));
        opening = false;
        if (isEmpty() && more) {
            more = false;
            context.read();
        }
    }

    /** Passes on decoded messages up to the request that has to wait. */
    private void passDecoded(Channel channel) {
        while (!decoded.isEmpty() && (!(decoded.element() instanceof HttpRequest) || mayBegin(channel))) {
            pass(decoded.remove());
        }
    }

    private void pass(Object message) {
        if (message instanceof HttpRequest) {
            owed++;
        }
        counter.fireChannelRead(message);
    }

    private boolean isEmpty() {
        return held.isEmpty() && decoded.isEmpty();
    }

    private void openLater(ChannelHandlerContext context) {
        if (!isEmpty() && !opening) {
            opening = true;
            // The server is in the midst of a write.
            context.executor().execute(() -> open(context));
        }
    }

    private boolean isOpen(Channel channel) {
        return within && decoded.isEmpty() || mayBegin(channel);
    }

    private boolean mayBegin(Channel channel) {
        return owed == 0 && channel.isWritable() && !ending.getAsBoolean();
    }

    /** Returns the rest of one request's head, or a piece of its body. */
    private ByteBuf next() {
        ByteBuf bytes = held.element();
        int length = within ? Math.min(bytes.readableBytes(), PIECE_OF_BODY) : head(bytes);
        return length == bytes.readableBytes() ? held.remove() : bytes.readRetainedSlice(length);
    }

    private int head(ByteBuf bytes) {
        if (!withinHead) {
            begun = Math.min(bytes.readableBytes(), BEGINNING);
            bytes.getBytes(bytes.readerIndex(), beginning, 0, begun);
        }
        int length = headLength(bytes);
        withinHead = length < 0;
        return withinHead ? bytes.readableBytes() : length;
    }

    /** Returns the number of bytes up to the first empty line, which ends a head; -1 if there is none. */
    private int headLength(ByteBuf bytes) {
        int end = bytes.forEachByte(octet -> {
            boolean isEnd = lineIsEmpty && octet == '\n';
            lineIsEmpty = octet == '\n' || lineIsEmpty && octet == '\r';
            return !isEnd;
        });
        return end < 0 ? -1 : end + 1 - bytes.readerIndex();
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (context.channel() instanceof DuplexChannel channel && channel.isOutputShutdown()) {
            // No further request gets an answer.
            drop();
        }
        if (isEmpty()) {
            context.read();
        } else {
            more = true;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        openLater(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        drop();
        context.fireChannelInactive();
    }

    /** Drops the error of a connection that its client resets. The connection closes next, as any that its client leaves. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException) || cause instanceof SSLException) {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }

    private void drop() {
        held.forEach(ByteBuf::release);
        held.clear();
        dropped |= !decoded.isEmpty();
        decoded.forEach(ReferenceCountUtil::release);
        decoded.clear();
    }

    private final class Counter extends ChannelDuplexHandler {
        private final ChannelHandlerContext gate;

        Counter(ChannelHandlerContext gate) {
            this.gate = gate;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            counter = context;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (dropped) {
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpRequest request) {
                within = true;
                if (request.decoderResult().isFailure() && request.uri().equals(UNREAD)) {
                    name(request);
                }
            }
            if (message instanceof LastHttpContent) {
                within = false;
                // A head in the same piece as the end of a body is not kept. It must not get the earlier name.
                begun = 0;
            }
            if (decoded.isEmpty() && (owed == 0 || !(message instanceof HttpRequest))) {
                pass(message);
            } else {
                decoded.add(message);
            }
        }

        /** Gives a request its method and path, so that its error has the shape of the API that was called. */
        private void name(HttpRequest request) {
            Matcher line = LINE.matcher(new String(beginning, 0, begun, StandardCharsets.ISO_8859_1));
            if (line.matches()) {
                request.setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setMethod(HttpMethod.valueOf(line.group(1)))
                        .setUri(line.group(2));
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean goesOn = message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            context.write(message, promise);
            if (message instanceof LastHttpContent && !goesOn) {
                owed--;
                openLater(gate);
            }
        }
    }
}
