package io.jobledger.app;

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

/** Warns of the built-in database where the service looks like one that others rely on. */
@Singleton
final class DatabaseAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAdvice.class);

    private final String url;
    private final String host;
    private final String flinkMode;
    private final String seatunnelMode;
    private final boolean kubernetes;

    DatabaseAdvice(
            @Property(name = "datasources.default.url") String url,
            @Property(name = "micronaut.server.host") String host,
            @Property(name = "jobledger.flink.mode") String flinkMode,
            @Property(name = "jobledger.seatunnel.mode") String seatunnelMode,
            @Nullable @Property(name = "kubernetes.service.host") String kubernetes) {
        this.url = url;
        this.host = host;
        this.flinkMode = flinkMode;
        this.seatunnelMode = seatunnelMode;
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
        if (flinkMode.equals("remote")) {
            signs.add("jobledger.flink.mode is remote");
        }
        if (seatunnelMode.equals("remote")) {
            signs.add("jobledger.seatunnel.mode is remote");
        }
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
