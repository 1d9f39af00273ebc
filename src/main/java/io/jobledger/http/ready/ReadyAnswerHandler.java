package io.jobledger.http.ready;

import io.micronaut.core.annotation.Nullable;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

/**
 * Sends {@link ReadyAnswers} on one HTTP/1 connection, and leaves all other requests to the server. Answers keep the order
 * of their requests, as the {@link io.jobledger.http.RequestGate} lets one request through at a time. During a read of an
 * answer, the rest of its request waits, and nothing more is read from the connection.
 */
final class ReadyAnswerHandler extends ChannelDuplexHandler {
    private final ReadyResponses ready;

    /** The messages that came after the request whose answer is being read. */
    private final Queue<Object> waiting = new ArrayDeque<>();

    /** Whether an answer is being read. */
    private boolean reading;

    /** Whether the server wants more of the connection after the read. */
    private boolean more;

    /** Whether the next messages belong to a request that has its answer. */
    private boolean answered;

    private boolean unflushed;

    ReadyAnswerHandler(ReadyResponses ready) {
        this.ready = ready;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (reading) {
            waiting.add(message);
        } else {
            take(context, message);
        }
    }

    private void take(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && PlainGet.is(request)) {
            long received = System.nanoTime();
            ReadyAnswer answer = ready.to(request.uri());
            CompletionStage<ReadyAnswer> soon = answer == null ? ready.soon(request.uri()) : null;
            if (soon == null) {
                settle(context, request, answer, received);
            } else {
                reading = true;
                soon.whenComplete(
                        (read, error) -> context.executor().execute(() -> goOn(context, request, read, received)));
            }
        } else if (message instanceof HttpRequest request) {
            settle(context, request, null, 0);
        } else if (answered) {
            answered = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Sends the answer, or leaves the request to the server if the answer is null. */
    private void settle(
            ChannelHandlerContext context, HttpRequest request, @Nullable ReadyAnswer answer, long received) {
        answered = answer != null;
        if (answered) {
            context.write(ready.response(answer), context.voidPromise());
            unflushed = true;
            ready.count(answer, System.nanoTime() - received);
            ReferenceCountUtil.release(request);
        } else {
            context.fireChannelRead(request);
        }
    }

    /** Goes on after the read of an answer. */
    private void goOn(ChannelHandlerContext context, HttpRequest request, @Nullable ReadyAnswer answer, long received) {
        reading = false;
        if (context.isRemoved() || !context.channel().isActive()) {
            ReferenceCountUtil.release(request);
            waiting.forEach(ReferenceCountUtil::release);
            waiting.clear();
            return;
        }
        settle(context, request, answer, received);
        while (!reading && !waiting.isEmpty()) {
            take(context, waiting.remove());
        }
        channelReadComplete(context);
        if (!reading && more) {
            more = false;
            context.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
        if (!reading) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (reading) {
            more = true;
        } else {
            context.read();
        }
    }
}
