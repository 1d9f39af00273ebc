package io.jobledger.seatunnel.listener;

import io.jobledger.http.ready.RequestLineHandler;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.http.server.netty.NettyEmbeddedServerFactory;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import io.micronaut.http.ssl.ServerSslConfiguration;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves at {@link SeaTunnelPort} while the service serves, on the same host and with the same settings. It opens
 * before any engine is started: without it the service does not start.
 */
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SeaTunnelListener implements ApplicationEventListener<ServerStartupEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(SeaTunnelListener.class);

    private final SeaTunnelPort port;
    private final NettyEmbeddedServerFactory servers;
    private final RequestLineHandler requestLines;
    private final ApplicationContext context;
    private NettyEmbeddedServer server;

    SeaTunnelListener(
            SeaTunnelPort port,
            NettyEmbeddedServerFactory servers,
            RequestLineHandler requestLines,
            ApplicationContext context) {
        this.port = port;
        this.servers = servers;
        this.requestLines = requestLines;
        this.context = context;
    }

    /** Starts our server after the first one, which is the service's own. */
    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        if (server == null && port.wanted().isPresent()) {
            server = servers.build(settings(port.wanted().getAsInt()));
            requestLines.install(server);
            open((NettyEmbeddedServer) event.getSource());
        }
    }

    private void open(NettyEmbeddedServer own) {
        try {
            port.opened(server.start().getPort());
            LOG.info("SeaTunnel's API is at {} too", server.getURI());
        } catch (ServerStartupException e) {
            // The own server ends everything if its own port is taken. Here it is not running yet, and would not close.
            own.shutdownGracefully();
            context.stop();
            throw new ServerStartupException(
                    e.getMessage() + " for SeaTunnel's clients: "
                            + e.getCause().getMessage() + ". Set " + SeaTunnelPort.KNOB
                            + " to a port that is free, or to -1 for none.",
                    e);
        }
    }

    /** Returns the settings of the service's own port, with another port number. */
    private NettyHttpServerConfiguration settings(int portNumber) {
        NettyHttpServerConfiguration settings = context.createBean(NettyHttpServerConfiguration.class);
        NettyListenerConfiguration listener = new NettyListenerConfiguration("seatunnel");
        listener.setHost(settings.getHost().orElse(null));
        listener.setPort(portNumber);
        listener.setSsl(context.findBean(ServerSslConfiguration.class)
                .map(ServerSslConfiguration::isEnabled)
                .orElse(false));
        settings.setListeners(List.of(listener));
        return settings;
    }

    @PreDestroy
    void close() {
        if (server != null) {
            server.stop();
        }
    }
}
