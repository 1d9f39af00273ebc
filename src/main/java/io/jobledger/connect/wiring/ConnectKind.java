package io.jobledger.connect.wiring;

import io.jobledger.cluster.WiredKind;
import io.jobledger.connect.embedded.ConnectProperties;
import io.jobledger.connect.live.ConnectCalls;
import jakarta.inject.Singleton;
import java.util.List;

/** Holds the RocketMQ Connect clusters that the service stands in front of. */
@Singleton
public final class ConnectKind extends WiredKind<ConnectProperties, ConnectParts> {
    ConnectKind(ConnectWiring wiring, ConnectProperties properties) {
        super(wiring, properties);
    }

    @Override
    public List<String> links(String jobId) {
        return List.of("/connect-json/connectors/" + ConnectCalls.encoded(jobId) + "/config");
    }
}
