package io.jobledger.flink.api;

import io.jobledger.flink.FlinkCluster;
import io.jobledger.http.EngineLinks;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Links to Flink's answers about a job. */
@Singleton
final class FlinkLinks implements EngineLinks {
    private static final Pattern JOB_ID = Pattern.compile("[0-9a-fA-F]{32}");

    private final FlinkCluster cluster;

    FlinkLinks(FlinkCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<String> of(String engine, String cluster, String jobId) {
        if (!engine.equals(FlinkCluster.ENGINE)
                || !cluster.equals(this.cluster.name())
                || !JOB_ID.matcher(jobId).matches()) {
            return List.of();
        }
        return Stream.of("", "/config", "/plan", "/checkpoints", "/exceptions")
                .map(path -> "/jobs/" + jobId + path)
                .toList();
    }
}
