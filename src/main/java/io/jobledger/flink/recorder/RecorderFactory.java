package io.jobledger.flink.recorder;

import io.jobledger.engine.EngineMode;
import io.jobledger.engine.ServiceDirectories;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.Json;
import io.jobledger.flink.embedded.FlinkDirectories;
import io.jobledger.flink.embedded.FlinkProperties;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;

/** Which cluster is recorded, and where its archives lie. */
@Factory
final class RecorderFactory {

    /**
     * @param name {@code jobledger.flink.cluster}: by default {@code local} for an embedded engine, and
     *     {@code host:port} for a remote one
     */
    @Singleton
    FlinkCluster cluster(
            FlinkProperties properties, @Nullable @Property(name = "jobledger.flink.cluster") String name) {
        if (name != null) {
            return new FlinkCluster(name);
        }
        return new FlinkCluster(
                mode(properties) == EngineMode.REMOTE && properties.url() != null
                        ? properties.url().getAuthority()
                        : "local");
    }

    @Singleton
    Archives archives(FlinkProperties properties, ServiceDirectories directories, Json json) {
        return new Archives(
                mode(properties) == EngineMode.EMBEDDED
                        ? new FlinkDirectories(directories.data(FlinkCluster.ENGINE)).archive()
                        : null,
                json);
    }

    private static EngineMode mode(FlinkProperties properties) {
        return EngineMode.parse("jobledger.flink.mode", properties.mode());
    }
}
