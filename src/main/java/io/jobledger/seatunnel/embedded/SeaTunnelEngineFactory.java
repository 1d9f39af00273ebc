package io.jobledger.seatunnel.embedded;

import io.jobledger.engine.AbsentEngine;
import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineMode;
import io.jobledger.engine.RemoteEngine;
import io.jobledger.engine.process.DataDirLock;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.engine.process.SupervisedEngine;
import io.jobledger.engine.process.Supervision;
import io.jobledger.ledger.leases.ClusterClaims;
import io.jobledger.seatunnel.SeaTunnelCluster;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The engine {@code seatunnel}, of the kind that {@code jobledger.seatunnel.mode} names. */
@Factory
final class SeaTunnelEngineFactory {

    /** Older versions have no overview. */
    private static final String REMOTE_PROBE = "/hazelcast/rest/maps/system-monitoring-information";

    private static final Duration UNRESPONSIVE_AFTER = Duration.ofSeconds(5);

    /**
     * @param lock only so that no engine is there without it
     * @param claims of which one is taken for an embedded engine: a remote cluster may be recorded by several services
     */
    @Singleton
    @Named(EmbeddedSeaTunnel.NAME)
    @Bean(preDestroy = "close")
    Engine seatunnel(
            ServiceDirectories directories,
            SeaTunnelProperties properties,
            DataDirLock lock,
            SeaTunnelCluster cluster,
            ClusterClaims claims) {
        return switch (EngineMode.parse("jobledger.seatunnel.mode", properties.mode())) {
            case EMBEDDED -> {
                claims.take(SeaTunnelCluster.ENGINE, cluster.name());
                yield new SupervisedEngine(
                        new EmbeddedSeaTunnel(directories, properties), Supervision.DEFAULT, Clock.systemUTC());
            }
            case REMOTE -> remote(properties);
            case OFF -> new AbsentEngine(EmbeddedSeaTunnel.NAME, "jobledger.seatunnel.mode is off");
        };
    }

    private static Engine remote(SeaTunnelProperties properties) {
        return new RemoteEngine(
                EmbeddedSeaTunnel.NAME,
                properties.remoteUrl(),
                REMOTE_PROBE,
                SeaTunnelEngineFactory::versionIfWell,
                UNRESPONSIVE_AFTER,
                Clock.systemUTC());
    }

    /** The answer has an object per member of the cluster, and says nothing of versions. */
    private static Optional<String> versionIfWell(String members) {
        return members.startsWith("[{") ? Optional.of("of a version that it does not tell") : Optional.empty();
    }
}
