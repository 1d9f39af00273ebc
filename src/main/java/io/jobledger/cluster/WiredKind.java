package io.jobledger.cluster;

import io.jobledger.engine.EngineMode;
import io.jobledger.http.ApiException;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Holds the clusters of a kind of engine, as wired graphs of objects.
 *
 * @param <S> the settings of one cluster
 * @param <P> the parts of one cluster that answer requests
 */
public abstract class WiredKind<S extends EngineProperties, P extends WiredKind.Parts> implements EngineKind {
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
         * @param folder the folder of the data dir that an embedded engine has
         */
        P cluster(String folder, S settings);
    }

    /**
     * A kind with its main cluster.
     *
     * @param settings of the main cluster, {@code jobledger.<name>.*}
     */
    protected WiredKind(Wiring<S, P> wiring, S settings) {
        this.name = settings.kind();
        this.mode = settings.engineMode();
        this.wiring = wiring;
        clusters.add(wiring.cluster(name, settings));
    }

    /** Wires one more cluster, under the name in its settings, and does not start it. */
    public final P add(S settings) {
        P parts = wiring.cluster(name + '-' + settings.clusterName(), settings);
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
