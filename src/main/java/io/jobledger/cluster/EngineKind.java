package io.jobledger.cluster;

import io.jobledger.engine.EngineMode;
import java.util.List;

/**
 * A kind of engine. Each folder of an engine has one bean of it; the rest of the service asks {@link EngineClusters} and
 * names no engine.
 */
public interface EngineKind {

    /** The engine's name in the ledger, in the settings ({@code jobledger.<name>.*}) and under {@code engines/}. */
    String name();

    /** The mode of the main cluster. */
    EngineMode mode();

    /** The clusters of this kind that the service stands in front of; the main one, of {@code jobledger.<name>.*}, first. */
    List<EngineCluster> clusters();

    /**
     * Lists the targets, from the root of the service, that answer about a job of the main cluster.
     *
     * @return empty for an id that is none of this engine's
     */
    List<String> links(String jobId);
}
