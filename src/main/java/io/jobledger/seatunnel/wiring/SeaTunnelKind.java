package io.jobledger.seatunnel.wiring;

import io.jobledger.cluster.WiredKind;
import io.jobledger.seatunnel.embedded.SeaTunnelProperties;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/** Holds the SeaTunnel clusters that the service stands in front of. */
@Singleton
public final class SeaTunnelKind extends WiredKind<SeaTunnelProperties, SeaTunnelParts> {
    private static final Pattern JOB_ID = Pattern.compile("-?[0-9]{1,19}");

    SeaTunnelKind(SeaTunnelWiring wiring, SeaTunnelProperties properties) {
        super(wiring, properties);
    }

    @Override
    public List<String> links(String jobId) {
        return JOB_ID.matcher(jobId).matches() ? List.of("/hazelcast/rest/maps/job-info/" + jobId) : List.of();
    }
}
