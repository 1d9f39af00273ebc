package io.jobledger.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;

/** Runs every {@link RequestLine} over a request's target, before the server parses and routes it. */
@Singleton
public final class RequestLineHandler implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final List<RequestLine> rewrites;

    RequestLineHandler(List<RequestLine> rewrites) {
        this.rewrites = rewrites;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        install(registry);
        return registry;
    }

    /** For a server that is no bean, before it starts; those that are have it already. */
    public void install(NettyServerCustomizer.Registry server) {
        server.register(new Customizer(new Handler(rewrites), null));
    }

    private record Customizer(Handler handler, Channel channel) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel child, ChannelRole role) {
            return new Customizer(handler, child);
        }

        @Override
        public void onStreamPipelineBuilt() {
            channel.pipeline()
                    .addBefore(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND, "jobledger-request-line", handler);
        }
    }

    @Sharable
    private static final class Handler extends ChannelInboundHandlerAdapter {
        private final List<RequestLine> rewrites;

        Handler(List<RequestLine> rewrites) {
            this.rewrites = rewrites;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                String target = request.uri();
                for (RequestLine rewrite : rewrites) {
                    target = rewrite.rewrite(target);
                }
                request.setUri(target);
            }
            context.fireChannelRead(message);
        }
    }
}
