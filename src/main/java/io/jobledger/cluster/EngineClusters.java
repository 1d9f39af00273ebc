package io.jobledger.cluster;

import io.jobledger.ledger.JobKey;
import io.micronaut.context.annotation.Context;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Holds all clusters of all kinds of engines. It starts them with the service and ends them with it. */
@Context
public final class EngineClusters {
    private final List<EngineKind> kinds;

    public EngineClusters(List<EngineKind> kinds) {
        this.kinds =
                kinds.stream().sorted(Comparator.comparing(EngineKind::name)).toList();
    }

    /** Returns the names of the engines, in alphabetical order. */
    public List<String> engines() {
        return kinds.stream().map(EngineKind::name).toList();
    }

    /** Returns all kinds, ordered by name. */
    public List<EngineKind> kinds() {
        return kinds;
    }

    /** Returns all clusters, ordered by the name of their engine. */
    public Stream<EngineCluster> all() {
        return kinds.stream().flatMap(kind -> kind.clusters().stream());
    }

    /**
     * Returns the cluster of {@code jobledger.<engine>.*}.
     *
     * @throws IllegalArgumentException if there is no such engine
     */
    public EngineCluster main(String engine) {
        return all().filter(cluster -> cluster.kind().equals(engine))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No engine " + engine));
    }

    /** Lists the targets that answer about a job; empty unless the job is of a main cluster. */
    public List<String> links(JobKey job) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(job.engine())
                        && kind.clusters().get(0).name().equals(job.cluster()))
                .flatMap(kind -> kind.links(job.jobId()).stream())
                .toList();
    }

    /**
     * Begins to record and starts the engines once the service serves, so that they do not hold it up. Micronaut ends no
     * bean of a context whose start failed.
     */
    @EventListener
    void start(ServerStartupEvent event) {
        if (EngineListener.isOwn(event)) {
            all().forEach(EngineCluster::start);
        }
    }

    @PreDestroy
    void close() {
        all().forEach(EngineCluster::close);
    }
}
