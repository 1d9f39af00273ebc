package io.jobledger.history.api;

import io.jobledger.cluster.EngineClusters;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads the parameter {@code engine}, which takes the engines that the service stands in front of. */
@Singleton
final class KnownEngines {
    private final List<String> names;

    KnownEngines(EngineClusters clusters) {
        this.names = clusters.engines();
    }

    /** Returns the named engines; none if the parameter is absent. An unknown name is 400. */
    List<String> of(@Nullable List<String> engines) {
        List<String> asked = Parameters.all(engines);
        asked.forEach(engine -> Parameters.oneOf("engine", engine, names));
        return asked;
    }
}
