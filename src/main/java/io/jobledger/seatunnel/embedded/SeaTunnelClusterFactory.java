package io.jobledger.seatunnel.embedded;

import io.jobledger.engine.EngineMode;
import io.jobledger.engine.RemoteUrl;
import io.jobledger.seatunnel.SeaTunnelCluster;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;

/** Under which name the cluster is recorded. */
@Factory
final class SeaTunnelClusterFactory {

    /**
     * @param name {@code jobledger.seatunnel.cluster}: by default {@code host:port} for a remote cluster, and {@code local}
     *     for any other
     */
    @Singleton
    SeaTunnelCluster cluster(
            SeaTunnelProperties properties, @Nullable @Property(name = "jobledger.seatunnel.cluster") String name) {
        if (name != null) {
            return new SeaTunnelCluster(name);
        }
        boolean remote = EngineMode.parse("jobledger.seatunnel.mode", properties.mode()) == EngineMode.REMOTE;
        return new SeaTunnelCluster(remote ? RemoteUrl.address(properties.remoteUrl()) : "local");
    }
}
