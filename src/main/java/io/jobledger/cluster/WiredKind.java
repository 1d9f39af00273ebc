package io.jobledger.cluster;

import io.jobledger.http.ApiException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
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
     * The cluster that the request under way is about: the one that its {@value #HEADER} names, else the main one. To be
     * called on the thread that a controller is called on.
     *
     * @throws ApiException 404 if no cluster has this name
     */
    public final P asked() {
        return ServerRequestContext.currentRequest().map(this::asked).orElseGet(this::main);
    }

    /** The same, of a request that is given. */
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
