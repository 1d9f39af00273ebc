package io.jobledger.seatunnel.embedded;

import io.jobledger.seatunnel.SeaTunnelCluster;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

@Factory
final class SeaTunnelClusterFactory {
    @Singleton
    SeaTunnelCluster cluster() {
        return new SeaTunnelCluster("local");
    }
}
