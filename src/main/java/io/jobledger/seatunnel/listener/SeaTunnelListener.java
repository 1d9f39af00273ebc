package io.jobledger.seatunnel.listener;

import io.jobledger.cluster.EngineListener;
import io.jobledger.http.ready.RequestLineHandler;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServerFactory;
import jakarta.inject.Singleton;

/** Serves SeaTunnel's API at {@link SeaTunnelPort}. */
@Singleton
final class SeaTunnelListener extends EngineListener {
    SeaTunnelListener(
            SeaTunnelPort port,
            NettyEmbeddedServerFactory servers,
            RequestLineHandler requestLines,
            ApplicationContext context) {
        super(port, servers, requestLines, context);
    }
}
