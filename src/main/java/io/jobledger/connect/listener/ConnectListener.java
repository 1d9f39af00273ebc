package io.jobledger.connect.listener;

import io.jobledger.cluster.EngineListener;
import io.jobledger.http.ready.RequestLineHandler;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServerFactory;
import jakarta.inject.Singleton;

/** Serves RocketMQ Connect's current API at {@link ConnectPort}: what the service's own port has under a prefix. */
@Singleton
final class ConnectListener extends EngineListener {
    private static final String PREFIX = "/connect-json";

    ConnectListener(
            ConnectPort port,
            NettyEmbeddedServerFactory servers,
            RequestLineHandler requestLines,
            ApplicationContext context) {
        super(port, servers, requestLines, context, ConnectListener::prefixed);
    }

    /** Returns the target below the prefix; one that names a host loses it. */
    static String prefixed(String target) {
        return PREFIX + (target.startsWith("/") ? target : target.replaceFirst("^[a-zA-Z]+://[^/?]*/?", "/"));
    }
}
