package io.jobledger.cluster;

import io.jobledger.engine.EngineMode;
import io.jobledger.engine.RemoteUrl;
import io.micronaut.core.annotation.Nullable;
import java.net.URI;
import java.util.List;

/** Holds the settings {@code jobledger.<kind>.*} that every kind of engine has. */
public interface EngineProperties {

    /** Returns the engine's name in the settings and in the ledger, such as {@code flink}. */
    String kind();

    /** Returns {@code cluster}, the cluster's name in the ledger; null for the default. */
    @Nullable
    String cluster();

    /** Returns {@code mode} as written. */
    String mode();

    /** Returns {@code url} as written; null if there is none. */
    @Nullable
    String url();

    /**
     * Reads {@code mode}.
     *
     * @throws IllegalArgumentException if it is no mode
     */
    default EngineMode engineMode() {
        return EngineMode.parse("jobledger." + kind() + ".mode", mode());
    }

    /**
     * Returns the base URL of a remote cluster.
     *
     * @throws IllegalArgumentException if {@code url} is absent, or is no HTTP address
     */
    default URI remoteUrl() {
        return RemoteUrl.parse(kind(), url());
    }

    /**
     * Returns the base URLs of a remote cluster whose members all answer for it, at least one. Most kinds have one.
     *
     * @throws IllegalArgumentException as {@link #remoteUrl}
     */
    default List<URI> remoteUrls() {
        return List.of(remoteUrl());
    }

    /** Returns the cluster's name: as configured, else {@code host:port} of a remote cluster or {@code local}. */
    default String clusterName() {
        if (cluster() != null) {
            return cluster();
        }
        return engineMode() == EngineMode.REMOTE ? RemoteUrl.address(remoteUrl()) : "local";
    }
}
