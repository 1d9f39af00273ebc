package io.jobledger.http.ready;

import io.micronaut.core.annotation.Nullable;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

/**
 * Sends {@link ReadyAnswers} on one HTTP/1 connection, and leaves all other requests to the server. Answers keep the order
 * of their requests: while the server owes an answer to an earlier request, it gets the later ones too. It also gets the
 * requests of a client that is slow to read, to slow the client down. During a read of an answer, later requests wait, and
 * nothing more is read from the connection.
 */
final class ReadyAnswerHandler extends ChannelDuplexHandler {
    private final ReadyResponses ready;

    /** The messages that came after the request whose answer is being read. */
    private final Queue<Object> waiting = new ArrayDeque<>();

    /** Whether an answer is being read. */
    private boolean reading;

    /** Whether the server wants more of the connection after the read. */
    private boolean more;

    /** How many requests the server has and has not answered to the end. */
    private int owed;

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
        if (message instanceof HttpRequest request && mayBeReady(context, request)) {
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

    private boolean mayBeReady(ChannelHandlerContext context, HttpRequest request) {
        return owed == 0 && context.channel().isWritable() && PlainGet.is(request);
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
            owed++;
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

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean goesOn = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !goesOn) {
            owed--;
        }
        context.write(message, promise);
    }
}
