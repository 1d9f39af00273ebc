package io.jobledger.http.ready;

import io.jobledger.http.HeadAnswers;
import io.jobledger.http.RequestGate;
import io.jobledger.http.RequestLine;
import io.jobledger.http.UnreadBody;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Runs every {@link RequestLine} over the target of a request, before the server parses and routes it. On the service's own
 * servers it then asks {@link ReadyAnswers}. It gives the server requests as {@link RequestGate} says, and closes a connection
 * as {@link UnreadBody} says.
 */
@Singleton
public final class RequestLineHandler implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final List<RequestLine> rewrites;
    private final ReadyResponses ready;
    private volatile boolean ending;

    RequestLineHandler(List<RequestLine> rewrites, ReadyResponses ready) {
        this.rewrites = rewrites;
        this.ready = ready;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new Customizer(new Handler(rewrites), ready, () -> ending, null));
        return registry;
    }

    /**
     * Installs itself in a server that is no bean, before that starts. Such a server gets no ready answers, because it may
     * serve another API.
     *
     * @param further changes targets at this server, after all others
     */
    public void install(NettyServerCustomizer.Registry server, List<RequestLine> further) {
        List<RequestLine> all =
                Stream.concat(rewrites.stream(), further.stream()).toList();
        server.register(new Customizer(new Handler(all), null, () -> ending, null));
    }

    /** Lets no request of an open connection begin while the parts that answer it are closed. */
    @EventListener
    void end(ServerShutdownEvent event) {
        ending = true;
    }

    private record Customizer(
            Handler handler,
            @Nullable ReadyResponses ready,
            BooleanSupplier ending,
            @Nullable Channel channel) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel child, ChannelRole role) {
            return new Customizer(handler, ready, ending, child);
        }

        @Override
        public void onStreamPipelineBuilt() {
            ChannelPipeline pipeline = channel.pipeline();
            boolean http1 = pipeline.get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null;
            if (http1) {
                RequestGate gate = new RequestGate(ending);
                pipeline.addBefore(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "jobledger-request-gate", gate);
                pipeline.addAfter(
                        ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
                        "jobledger-request-counter",
                        gate.counter(pipeline.context(gate)));
            }
            pipeline.addBefore(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND, "jobledger-request-line", handler);
            pipeline.addBefore(
                    ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                    "jobledger-head-answers",
                    new HeadAnswers.Sender());
            pipeline.addBefore(
                    ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND, "jobledger-unread-body", new UnreadBody());
            if (ready != null && http1) {
                pipeline.addBefore(
                        ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                        "jobledger-ready-answers",
                        new ReadyAnswerHandler(ready));
            }
        }
    }

    @Sharable
    private static final class Handler extends ChannelInboundHandlerAdapter {
        private static final String METRICS = "/prometheus";

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
                if (target.equals(METRICS) || target.startsWith(METRICS + '?')) {
                    // The framework has no route to the metrics for a client that accepts no plain text.
                    request.headers().remove(HttpHeaderNames.ACCEPT);
                }
            }
            context.fireChannelRead(message);
        }
    }
}
