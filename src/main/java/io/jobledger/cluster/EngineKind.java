package io.jobledger.cluster;

import io.jobledger.engine.EngineMode;
import java.util.List;

/**
 * Describes a kind of engine. The code of each engine has one bean of it. The rest of the service asks
 * {@link EngineClusters} and names no engine.
 */
public interface EngineKind {

    /** Returns the name in the ledger, in the settings ({@code jobledger.<name>.*}) and under {@code engines/}. */
    String name();

    /** Returns the mode of the main cluster. */
    EngineMode mode();

    /** Returns the clusters of this kind, the main one, of {@code jobledger.<name>.*}, first. */
    List<EngineCluster> clusters();

    /**
     * Lists the targets, from the root of the service, that answer about a job of the main cluster.
     *
     * @return empty for an id that no job of this engine can have
     */
    List<String> links(String jobId);
}
