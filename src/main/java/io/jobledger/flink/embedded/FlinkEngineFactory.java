package io.jobledger.flink.embedded;

import io.jobledger.engine.AbsentEngine;
import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineMode;
import io.jobledger.engine.RemoteEngine;
import io.jobledger.engine.process.DataDirLock;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.engine.process.SupervisedEngine;
import io.jobledger.engine.process.Supervision;
import io.jobledger.flink.FlinkCaches;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.ledger.leases.ClusterClaims;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The engine {@code flink}, of the kind that {@code jobledger.flink.mode} names. */
@Factory
final class FlinkEngineFactory {

    /**
     * @param lock only so that no engine is there without it
     * @param claims of which one is taken for an embedded engine: a remote cluster may be recorded by several services
     */
    @Singleton
    @Named(EmbeddedFlink.NAME)
    @Bean(preDestroy = "close")
    Engine flink(
            ServiceDirectories directories,
            FlinkProperties properties,
            DataDirLock lock,
            FlinkCluster cluster,
            ClusterClaims claims) {
        return switch (EngineMode.parse("jobledger.flink.mode", properties.mode())) {
            case EMBEDDED -> {
                claims.take(FlinkCluster.ENGINE, cluster.name());
                yield new SupervisedEngine(
                        new EmbeddedFlink(directories, properties), Supervision.DEFAULT, Clock.systemUTC());
            }
            case REMOTE -> remote(properties);
            case OFF -> new AbsentEngine(EmbeddedFlink.NAME, "jobledger.flink.mode is off");
        };
    }

    /** Nobody tells how long a cluster that is not ours caches; most have Flink's default. */
    @Singleton
    FlinkCaches caches(FlinkProperties properties) {
        return EngineMode.parse("jobledger.flink.mode", properties.mode()) == EngineMode.EMBEDDED
                ? FlinkCaches.of(properties.config())
                : FlinkCaches.DEFAULT;
    }

    private static Engine remote(FlinkProperties properties) {
        return new RemoteEngine(
                EmbeddedFlink.NAME,
                properties.remoteUrl(),
                EmbeddedFlink.PROBE,
                EmbeddedFlink::version,
                properties.unresponsiveAfter(),
                Clock.systemUTC());
    }
}
