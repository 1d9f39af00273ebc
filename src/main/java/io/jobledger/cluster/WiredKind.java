package io.jobledger.cluster;

import io.jobledger.http.ApiException;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Holds the clusters of a kind of engine, as wired graphs of objects.
 *
 * @param <P> the parts of one cluster that answer requests
 */
public abstract class WiredKind<P extends WiredKind.Parts> implements EngineKind {
    /** The header that names the cluster of a request, if not the main one. */
    public static final String HEADER = "X-Jobledger-Cluster";

    private final List<P> wired = new CopyOnWriteArrayList<>();

    /** Holds the parts of one cluster. */
    public interface Parts {
        EngineCluster cluster();
    }

    protected final P add(P parts) {
        wired.add(parts);
        return parts;
    }

    /** Returns the cluster of {@code jobledger.<name>.*}. */
    public final P main() {
        return wired.get(0);
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
        return wired.stream()
                .filter(parts -> parts.cluster().name().equals(cluster))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("There is no cluster " + cluster + " of " + name() + '.'));
    }

    /** Returns the parts of all clusters, the main one first. */
    public final List<P> all() {
        return wired;
    }

    @Override
    public final List<EngineCluster> clusters() {
        return wired.stream().map(Parts::cluster).toList();
    }
}
