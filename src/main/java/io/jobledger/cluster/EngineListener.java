package io.jobledger.cluster;

import io.jobledger.http.RequestLine;
import io.jobledger.http.ready.RequestLineHandler;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.http.server.netty.NettyEmbeddedServerFactory;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import io.micronaut.http.ssl.ServerSslConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves at an {@link EnginePort} while the service serves, on the same host and with the same settings. It opens before
 * any engine is started: without it the service does not start.
 */
public abstract class EngineListener implements ApplicationEventListener<ServerStartupEvent>, Ordered, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineListener.class);

    private final EnginePort port;
    private final NettyEmbeddedServerFactory servers;
    private final RequestLineHandler requestLines;
    private final ApplicationContext context;
    private final List<RequestLine> further;
    private NettyEmbeddedServer server;

    /** @param further changes the targets of requests at this port, after all that the service's own port has */
    protected EngineListener(
            EnginePort port,
            NettyEmbeddedServerFactory servers,
            RequestLineHandler requestLines,
            ApplicationContext context,
            RequestLine... further) {
        this.port = port;
        this.servers = servers;
        this.requestLines = requestLines;
        this.context = context;
        this.further = List.of(further);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** Starts our server after the first one, which is the service's own. */
    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        if (server == null && port.wanted().isPresent() && isOwn(event)) {
            server = servers.build(settings(port.wanted().getAsInt()));
            requestLines.install(server, further);
            open((NettyEmbeddedServer) event.getSource());
        }
    }

    /** Returns whether the service's own server has started. Each further port has its event too. */
    static boolean isOwn(ServerStartupEvent event) {
        EmbeddedServer started = event.getSource();
        return started.getApplicationContext().getBean(EmbeddedServer.class) == started;
    }

    private void open(NettyEmbeddedServer own) {
        try {
            port.opened(server.start().getPort());
            LOG.info("{}'s API is at {} too", port.subject(), server.getURI());
        } catch (ServerStartupException e) {
            // The own server ends everything if its own port is taken. Here it is not running yet, and would not close.
            own.shutdownGracefully();
            context.stop();
            throw new ServerStartupException(
                    e.getMessage() + " for " + port.subject() + "'s clients: "
                            + e.getCause().getMessage() + ". Set " + port.knob()
                            + " to a port that is free, or to -1 for none.",
                    e);
        }
    }

    /** Returns the settings of the service's own port, with another port number. */
    private NettyHttpServerConfiguration settings(int portNumber) {
        NettyHttpServerConfiguration settings = context.createBean(NettyHttpServerConfiguration.class);
        NettyListenerConfiguration listener = new NettyListenerConfiguration(port.subject());
        listener.setHost(settings.getHost().orElse(null));
        listener.setPort(portNumber);
        listener.setSsl(context.findBean(ServerSslConfiguration.class)
                .map(ServerSslConfiguration::isEnabled)
                .orElse(false));
        settings.setListeners(List.of(listener));
        return settings;
    }

    @PreDestroy
    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
    }
}
