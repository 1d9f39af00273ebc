package io.jobledger.seatunnel.wiring;

import io.jobledger.cluster.WiredKind;
import io.jobledger.engine.EngineMode;
import io.jobledger.seatunnel.embedded.EmbeddedSeaTunnel;
import io.jobledger.seatunnel.embedded.SeaTunnelProperties;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/** Holds the SeaTunnel clusters that the service stands in front of. */
@Singleton
public final class SeaTunnelKind extends WiredKind<SeaTunnelParts> {
    private static final Pattern JOB_ID = Pattern.compile("-?[0-9]{1,19}");

    private final SeaTunnelWiring wiring;
    private final SeaTunnelProperties properties;

    /**
     * @param name {@code jobledger.seatunnel.cluster}: the main cluster's name in the ledger; null for {@code host:port} of
     *     a remote one, else {@code local}
     */
    SeaTunnelKind(
            SeaTunnelWiring wiring,
            SeaTunnelProperties properties,
            @Nullable @Property(name = "jobledger.seatunnel.cluster") String name) {
        this.wiring = wiring;
        this.properties = properties;
        add(wiring.cluster(name, name(), properties));
    }

    /** Wires one more cluster, and does not start it. */
    public SeaTunnelParts add(String cluster, SeaTunnelProperties settings) {
        return add(wiring.cluster(cluster, name() + '-' + cluster, settings));
    }

    @Override
    public String name() {
        return EmbeddedSeaTunnel.NAME;
    }

    @Override
    public EngineMode mode() {
        return properties.engineMode();
    }

    @Override
    public List<String> links(String jobId) {
        return JOB_ID.matcher(jobId).matches() ? List.of("/hazelcast/rest/maps/job-info/" + jobId) : List.of();
    }
}
