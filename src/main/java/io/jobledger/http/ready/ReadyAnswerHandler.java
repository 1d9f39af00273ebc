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
 * Gives {@link ReadyAnswers} on one HTTP/1 connection, and leaves all other requests to the server behind it. A request
 * that comes while the server still owes an answer to an earlier one is left to the server too, so that answers keep the
 * order of their requests; and so is one whose client is slow to read, for the server to slow it down. While an answer is
 * being read, all that comes after its request waits, and no more is read from the connection.
 */
final class ReadyAnswerHandler extends ChannelDuplexHandler {
    private final ReadyResponses ready;

    /** What has come since the request whose answer is being read. */
    private final Queue<Object> waiting = new ArrayDeque<>();

    /** Whether an answer is being read. */
    private boolean reading;

    /** Whether more is to be read from the connection afterwards. */
    private boolean more;

    /** How many requests the server has got and not answered to the end. */
    private int owed;

    /** Whether what comes is the rest of a request that has its answer. */
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

    /** Gives the answer, or leaves the request to the server if there is none. */
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

    /** Once the answer was read. */
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
