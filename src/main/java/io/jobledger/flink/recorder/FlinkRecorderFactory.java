package io.jobledger.flink.recorder;

import io.jobledger.engine.EngineMode;
import io.jobledger.engine.RemoteUrl;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.embedded.FlinkDirectories;
import io.jobledger.flink.embedded.FlinkProperties;
import io.jobledger.http.Json;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which cluster is recorded, and where its archives lie. */
@Factory
final class FlinkRecorderFactory {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkRecorderFactory.class);

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
        boolean remote = mode(properties) == EngineMode.REMOTE;
        return new FlinkCluster(remote ? RemoteUrl.address(properties.remoteUrl()) : "local");
    }

    @Singleton
    Archives archives(FlinkProperties properties, ServiceDirectories directories, Json json) {
        return new Archives(
                switch (mode(properties)) {
                    case EMBEDDED -> new FlinkDirectories(directories.data(FlinkCluster.ENGINE)).archive();
                    case REMOTE -> remote(properties.archiveDir());
                    case OFF -> null;
                },
                json);
    }

    /** It may come into being later, with the first archive, or be mounted. */
    @Nullable
    private static Path remote(@Nullable Path archives) {
        if (archives != null && !Files.isDirectory(archives)) {
            LOG.warn("jobledger.flink.archive-dir is {}, which is no directory yet: no archives are read", archives);
        }
        return archives;
    }

    private static EngineMode mode(FlinkProperties properties) {
        return EngineMode.parse("jobledger.flink.mode", properties.mode());
    }
}
