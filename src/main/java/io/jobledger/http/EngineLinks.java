package io.jobledger.http;

import java.util.List;

/** Where one engine's API, as this service serves it, answers about a job. */
public interface EngineLinks {

    /**
     * The targets, from the root of the service; none if the API does not answer for this engine or cluster.
     *
     * @param engine the engine's short name
     * @param cluster the cluster's name, as configured
     */
    List<String> of(String engine, String cluster, String jobId);
}
