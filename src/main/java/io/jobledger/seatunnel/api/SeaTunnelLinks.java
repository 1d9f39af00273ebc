package io.jobledger.seatunnel.api;

import io.jobledger.http.EngineLinks;
import io.jobledger.seatunnel.SeaTunnelCluster;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/** Links to SeaTunnel's answer about a job. */
@Singleton
final class SeaTunnelLinks implements EngineLinks {
    private static final Pattern JOB_ID = Pattern.compile("-?[0-9]{1,19}");

    private final SeaTunnelCluster cluster;

    SeaTunnelLinks(SeaTunnelCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<String> of(String engine, String cluster, String jobId) {
        return engine.equals(SeaTunnelCluster.ENGINE)
                        && cluster.equals(this.cluster.name())
                        && JOB_ID.matcher(jobId).matches()
                ? List.of("/hazelcast/rest/maps/job-info/" + jobId)
                : List.of();
    }
}
