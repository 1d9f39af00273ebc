package io.jobledger.connect.wiring;

import io.jobledger.cluster.ClusterFactory;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.connect.embedded.ConnectProperties;
import io.jobledger.connect.embedded.EmbeddedConnect;
import io.jobledger.connect.live.Changes;
import io.jobledger.connect.live.ConnectCalls;
import io.jobledger.connect.live.ConnectLive;
import io.jobledger.connect.live.JsonApi;
import io.jobledger.connect.live.TextApi;
import io.jobledger.connect.live.WorkerFacts;
import io.jobledger.connect.operation.ConnectOperations;
import io.jobledger.connect.recorded.ConnectorAnswers;
import io.jobledger.connect.recorded.RecordedConnectors;
import io.jobledger.connect.recorder.ConnectFollower;
import io.jobledger.connect.recorder.StoppedConnectors;
import io.jobledger.connect.wanted.KeptInLedger;
import io.jobledger.connect.wanted.WantedState;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.http.Json;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.wanted.WantedConfigs;
import io.micronaut.context.annotation.Property;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

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
        Ledger ledger,
        OperationLog log,
        WantedConfigs wantedConfigs,
        Clock clock,
        @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
        @Property(name = "jobledger.engine-read-timeout") Duration patience)
        implements WiredKind.Wiring<ConnectProperties, ConnectParts> {

    @Override
    public ConnectParts cluster(String folder, ConnectProperties properties) {
        EngineHome home = new EngineHome(directories.data(folder));
        EngineCluster cluster = clusters.cluster(new EmbeddedConnect(directories, properties, home).settings());
        WantedState wanted = new WantedState(cluster, wantedConfigs, client, json, clock, blocking);
        ConnectCalls calls = new ConnectCalls(cluster, client, patience, wanted);
        KeptInLedger kept = new KeptInLedger(cluster, wantedConfigs, json, clock, blocking);
        WorkerFacts facts = new WorkerFacts(calls, kept, json);
        Changes changes = new Changes(calls, facts, kept, json);
        ConnectFollower follower = new ConnectFollower(
                cluster,
                facts,
                kept,
                new StoppedConnectors(cluster, wanted, log),
                ledger,
                json,
                clock,
                patience.toMillis());
        cluster.follow(follower);
        RecordedConnectors recorded = new RecordedConnectors(ledger, cluster, json);
        return new ConnectParts(
                cluster,
                new ConnectLive(
                        facts, new TextApi(calls, facts, changes, json), new JsonApi(calls, facts, changes, json)),
                new ConnectorAnswers(cluster.engine(), recorded, json, blocking),
                new ConnectOperations(cluster, calls, wanted, follower.runs(), json, blocking));
    }
}
