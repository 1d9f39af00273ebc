package io.jobledger.engine.client;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.netty.NettyClientCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Knows the connection of each call with a body. When such a body breaks off, the framework ends the call, and leaves the
 * connection open until its read timeout.
 */
@Singleton
final class CallConnections implements BeanCreatedEventListener<NettyClientCustomizer.Registry> {
    /** Numbers the calls within the service. Engines do not get it. */
    static final String HEADER = "jobledger-call";

    private final AtomicLong last = new AtomicLong();
    /** By the number of the call. */
    final Map<String, Channel> connections = new ConcurrentHashMap<>();

    @Override
    public NettyClientCustomizer.Registry onCreated(BeanCreatedEvent<NettyClientCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
    }

    /** @return the number of the call, to be given to {@link #end} */
    String begin(MutableHttpRequest<?> request) {
        String call = Long.toString(last.incrementAndGet());
        request.getHeaders().set(HEADER, call);
        return call;
    }

    /** @param failed whether to close the connection */
    void end(String call, boolean failed) {
        Channel connection = connections.remove(call);
        if (failed && connection != null) {
            connection.close();
        }
    }

    private final class Customizer implements NettyClientCustomizer {
        private final Channel channel;

        Customizer(Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyClientCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return new Customizer(channel);
        }

        @Override
        public void onStreamPipelineBuilt() {
            channel.pipeline().addLast(new Requests());
        }
    }

    final class Requests extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpRequest request && request.headers().contains(HEADER)) {
                String call = request.headers().get(HEADER);
                connections.put(call, context.channel());
                // A call may have ended before this write.
                context.channel().closeFuture().addListener(closed -> connections.remove(call));
                request.headers().remove(HEADER);
            }
            context.write(message, promise);
        }
    }
}
