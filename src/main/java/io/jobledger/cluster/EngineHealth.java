package io.jobledger.cluster;

import io.jobledger.engine.AbsentEngine;
import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineState;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Reports the engines in {@code /health}. An engine that is away makes the state unknown and not unhealthy, because
 * recorded jobs are still served. An engine that is switched off counts as healthy.
 */
@Singleton
final class EngineHealth implements HealthIndicator {
    private final EngineClusters clusters;

    EngineHealth(EngineClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Flux.fromStream(clusters::all).map(EngineCluster::engine).map(EngineHealth::result);
    }

    private static HealthResult result(Engine engine) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", engine.state().name());
        engine.session().ifPresent(session -> {
            details.put("url", session.baseUrl().toString());
            details.put("incarnation", session.incarnation());
            details.put("startedAt", session.startedAt().toString());
        });
        boolean well = engine.state() == EngineState.RUNNING || engine instanceof AbsentEngine;
        return HealthResult.builder("engine-" + engine.name(), well ? HealthStatus.UP : HealthStatus.UNKNOWN)
                .details(details)
                .build();
    }
}
