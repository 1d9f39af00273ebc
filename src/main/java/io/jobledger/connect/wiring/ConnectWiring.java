package io.jobledger.connect.wiring;

import io.jobledger.cluster.ClusterFactory;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.connect.embedded.ConnectProperties;
import io.jobledger.connect.embedded.EmbeddedConnect;
import io.jobledger.connect.live.Changes;
import io.jobledger.connect.live.ConfigsInMemory;
import io.jobledger.connect.live.ConnectCalls;
import io.jobledger.connect.live.ConnectLive;
import io.jobledger.connect.live.JsonApi;
import io.jobledger.connect.live.KeptConfigs;
import io.jobledger.connect.live.TextApi;
import io.jobledger.connect.live.WorkerFacts;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.http.Json;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Builds RocketMQ Connect clusters. It receives all parts that they share, and makes the parts of each one.
 *
 * @param patience {@code jobledger.engine-read-timeout}: for how long a call may take, changes too
 */
@Singleton
record ConnectWiring(
        ClusterFactory clusters,
        ServiceDirectories directories,
        EngineClient client,
        Json json,
        @Property(name = "jobledger.engine-read-timeout") Duration patience)
        implements WiredKind.Wiring<ConnectProperties, ConnectParts> {

    @Override
    public ConnectParts cluster(String folder, ConnectProperties properties) {
        EngineHome home = new EngineHome(directories.data(folder));
        EngineCluster cluster = clusters.cluster(new EmbeddedConnect(directories, properties, home).settings());
        // Nothing is recorded yet.
        cluster.follow((session, awaited) -> session.isPresent());
        ConnectCalls calls = new ConnectCalls(cluster, client, patience);
        KeptConfigs kept = new ConfigsInMemory();
        WorkerFacts facts = new WorkerFacts(calls, kept, json);
        Changes changes = new Changes(calls, facts, kept, json);
        return new ConnectParts(
                cluster,
                new ConnectLive(
                        facts, new TextApi(calls, facts, changes, json), new JsonApi(calls, facts, changes, json)));
    }
}
