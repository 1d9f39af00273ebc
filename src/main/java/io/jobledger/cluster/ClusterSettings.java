package io.jobledger.cluster;

import io.jobledger.engine.EngineMode;
import io.jobledger.engine.HealthQuestion;
import io.jobledger.engine.RemoteUrl;
import io.jobledger.engine.process.EngineLauncher;
import io.micronaut.core.annotation.Nullable;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Holds the settings of one cluster, in the words that all engines share.
 *
 * @param kind the engine's name, such as {@code flink}; the settings begin with {@code jobledger.<kind>}
 * @param name the cluster's name in the ledger; null for {@code host:port} of a remote cluster, else {@code local}
 * @param subject how error messages call the engine, such as {@code The Flink cluster}
 * @param launcher starts an embedded engine
 * @param url the base URL of a remote cluster; asked for in that mode only
 * @param question asks a remote cluster whether it is well
 * @param patience a remote cluster that has been silent for longer is taken to be away
 */
public record ClusterSettings(
        String kind,
        @Nullable String name,
        EngineMode mode,
        String subject,
        EngineLauncher launcher,
        Supplier<URI> url,
        HealthQuestion question,
        Duration patience) {

    /** Returns the cluster's name, as configured or by default. */
    String clusterName() {
        if (name != null) {
            return name;
        }
        return mode == EngineMode.REMOTE ? RemoteUrl.address(url.get()) : "local";
    }
}
