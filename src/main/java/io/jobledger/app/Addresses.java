package io.jobledger.app;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.EngineClusters;
import io.jobledger.cluster.EnginePort;
import io.jobledger.engine.EngineState;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the addresses to open, as the last line of a start.
 *
 * <p>The line waits for the engines that are starting, so that all addresses work when a user reads it.
 */
@Singleton
record Addresses(EmbeddedServer server, EngineClusters clusters, List<EnginePort> ports) {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    /** An embedded engine on a slow machine may take several attempts of two minutes each. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Logs only for the service's own server. Each further port has its own server and event. */
    @EventListener
    void log(ServerStartupEvent event) {
        if (event.getSource() != server) {
            return;
        }
        CompletableFuture<?>[] starting = clusters.all()
                .map(EngineCluster::engine)
                .filter(engine -> engine.state() == EngineState.STARTING)
                .map(engine -> engine.ready(PATIENCE).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(starting).whenComplete((ready, failure) -> {
            if (server.isRunning()) {
                log();
            }
        });
    }

    private void log() {
        String also = ports.stream()
                .filter(port -> port.open().isPresent())
                .map(port -> "; " + port.subject() + "'s API is also on port "
                        + port.open().getAsInt())
                .sorted()
                .collect(Collectors.joining());
        LOG.info(
                "Open {}/ (Flink's dashboard) or {}/history/ui/ (history of all engines){}",
                server.getURI(),
                server.getURI(),
                also);
    }
}
