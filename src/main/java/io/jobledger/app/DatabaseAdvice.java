package io.jobledger.app;

import io.jobledger.cluster.EngineClusters;
import io.jobledger.engine.EngineMode;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of the built-in database if others seem to rely on the service. */
@Singleton
final class DatabaseAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAdvice.class);

    private final String url;
    private final String host;
    private final EngineClusters clusters;
    private final boolean kubernetes;

    DatabaseAdvice(
            @Property(name = "datasources.default.url") String url,
            @Property(name = "micronaut.server.host") String host,
            EngineClusters clusters,
            @Nullable @Property(name = "kubernetes.service.host") String kubernetes) {
        this.url = url;
        this.host = host;
        this.clusters = clusters;
        this.kubernetes = kubernetes != null;
    }

    @EventListener
    void warn(StartupEvent event) {
        List<String> signs = signs();
        if (url.startsWith("jdbc:h2:") && !signs.isEmpty()) {
            LOG.warn(
                    "The database is H2, a file of this service alone, although {}. Set datasources.default.url to a"
                            + " PostgreSQL that is backed up.",
                    String.join(" and ", signs));
        }
    }

    private List<String> signs() {
        List<String> signs = new ArrayList<>();
        clusters.kinds().stream()
                .filter(kind -> kind.mode() == EngineMode.REMOTE)
                .forEach(kind -> signs.add("jobledger." + kind.name() + ".mode is remote"));
        if (!isLoopback(host)) {
            signs.add("micronaut.server.host opens the service to others");
        }
        if (kubernetes) {
            signs.add("it runs in Kubernetes");
        }
        return signs;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
