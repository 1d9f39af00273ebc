package io.jobledger.cluster;

import io.jobledger.http.ApiException;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A kind of engine whose clusters are wired graphs of objects.
 *
 * @param <P> the parts of one cluster that answer requests
 */
public abstract class WiredKind<P extends WiredKind.Parts> implements EngineKind {
    /** Names the cluster that a request is about, if not the main one. */
    public static final String HEADER = "X-Jobledger-Cluster";

    private final List<P> wired = new CopyOnWriteArrayList<>();

    /** The parts of one cluster. */
    public interface Parts {
        EngineCluster cluster();
    }

    protected final P add(P parts) {
        wired.add(parts);
        return parts;
    }

    /** The cluster of {@code jobledger.<name>.*}. */
    public final P main() {
        return wired.get(0);
    }

    /**
     * The cluster that a request is about: the one that its {@value #HEADER} names, else the main one.
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

    /** The parts of all clusters, the main one first. */
    public final List<P> all() {
        return wired;
    }

    @Override
    public final List<EngineCluster> clusters() {
        return wired.stream().map(Parts::cluster).toList();
    }
}
