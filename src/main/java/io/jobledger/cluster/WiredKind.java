package io.jobledger.cluster;

import io.jobledger.engine.EngineMode;
import io.jobledger.http.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Holds the clusters of a kind of engine, as wired graphs of objects.
 *
 * @param <S> the settings of one cluster
 * @param <P> the parts of one cluster that answer requests
 */
public abstract class WiredKind<S, P extends WiredKind.Parts> implements EngineKind {
    /** Names the cluster that a request is about, if not the main one. */
    public static final String HEADER = "X-Jobledger-Cluster";

    private final String name;
    private final EngineMode mode;
    private final Wiring<S, P> wiring;
    private final List<P> clusters = new CopyOnWriteArrayList<>();

    /** Holds the parts of one cluster. */
    public interface Parts {
        EngineCluster cluster();
    }

    /** Builds clusters of one kind. */
    public interface Wiring<S, P> {
        /**
         * Builds a cluster that is not started.
         *
         * @param name its name in the ledger; null for {@code host:port} of a remote cluster, else {@code local}
         * @param folder the folder of the data dir that an embedded engine has
         */
        P cluster(@Nullable String name, String folder, S settings);
    }

    /**
     * A kind with its main cluster.
     *
     * @param name see {@link #name}
     * @param mode of the main cluster
     * @param cluster {@code jobledger.<name>.cluster}: the main cluster's name in the ledger, null for the default
     */
    protected WiredKind(String name, EngineMode mode, Wiring<S, P> wiring, @Nullable String cluster, S settings) {
        this.name = name;
        this.mode = mode;
        this.wiring = wiring;
        clusters.add(wiring.cluster(cluster, name, settings));
    }

    /** Wires one more cluster, and does not start it. */
    public final P add(String cluster, S settings) {
        P parts = wiring.cluster(cluster, name + '-' + cluster, settings);
        clusters.add(parts);
        return parts;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final EngineMode mode() {
        return mode;
    }

    /** The cluster of {@code jobledger.<name>.*}. */
    public final P main() {
        return clusters.get(0);
    }

    /**
     * Returns the cluster of a request: the one that its {@value #HEADER} names, else the main one.
     *
     * @throws ApiException 404 if no cluster has this name
     */
    public final P asked(HttpRequest<?> request) {
        String cluster = request.getHeaders().get(HEADER);
        if (cluster == null) {
            return main();
        }
        return clusters.stream()
                .filter(parts -> parts.cluster().name().equals(cluster))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("There is no cluster " + cluster + " of " + name + '.'));
    }

    /** Returns the parts of all clusters, the main one first. */
    public final List<P> all() {
        return clusters;
    }

    @Override
    public final List<EngineCluster> clusters() {
        return clusters.stream().map(Parts::cluster).toList();
    }
}
