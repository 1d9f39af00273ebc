package io.jobledger.http;

import io.micronaut.core.annotation.Nullable;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Gives {@link ReadyAnswers} on one HTTP/1 connection, and leaves all other requests to the server behind it. A request
 * that comes while the server still owes an answer to an earlier one is left to the server too, so that answers keep the
 * order of their requests; and so is one whose client is slow to read, for the server to slow it down.
 */
final class ReadyAnswerHandler extends ChannelDuplexHandler {
    private final ReadyResponses ready;

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
        if (message instanceof HttpRequest request) {
            long received = System.nanoTime();
            ReadyAnswer answer = answer(context, request);
            if (answer == null) {
                owed++;
                context.fireChannelRead(message);
                return;
            }
            context.write(ready.response(answer), context.voidPromise());
            unflushed = true;
            ready.count(answer, System.nanoTime() - received);
            answered = true;
        }
        if (!answered) {
            context.fireChannelRead(message);
            return;
        }
        answered = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }

    @Nullable
    private ReadyAnswer answer(ChannelHandlerContext context, HttpRequest request) {
        return owed == 0 && context.channel().isWritable() && PlainGet.is(request) ? ready.to(request.uri()) : null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
        context.fireChannelReadComplete();
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
