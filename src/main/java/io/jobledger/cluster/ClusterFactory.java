package io.jobledger.cluster;

import io.jobledger.engine.AbsentEngine;
import io.jobledger.engine.Engine;
import io.jobledger.engine.FirstEngine;
import io.jobledger.engine.RemoteEngine;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.engine.process.DataDirLock;
import io.jobledger.engine.process.SupervisedEngine;
import io.jobledger.engine.process.Supervision;
import io.jobledger.ledger.leases.ClusterClaims;
import io.jobledger.ledger.operations.OperationLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Property;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Makes clusters of any kind out of their settings. */
@Singleton
public final class ClusterFactory {
    private final ClusterClaims claims;
    private final EngineClient client;
    private final OperationLog log;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ExecutorService blocking;
    private final Duration wait;

    /**
     * @param lock unused; injected so that the lock of the data dir is taken before any engine is made
     * @param wait {@code jobledger.engine-wait}: how long a call waits for an engine that is starting
     */
    ClusterFactory(
            DataDirLock lock,
            ClusterClaims claims,
            EngineClient client,
            OperationLog log,
            Clock clock,
            MeterRegistry meters,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
            @Property(name = "jobledger.engine-wait") Duration wait) {
        this.claims = claims;
        this.client = client;
        this.log = log;
        this.clock = clock;
        this.meters = meters;
        this.blocking = blocking;
        this.wait = wait;
    }

    /** Makes a cluster without a follower, and does not start it. */
    public EngineCluster cluster(ClusterSettings settings) {
        String name = settings.properties().clusterName();
        Engine engine = engine(settings, name);
        return new EngineCluster(
                name,
                engine,
                new EngineCalls(engine, client, wait, settings.subject()),
                new OperationJournal(engine.name(), name, log, clock, blocking),
                clock,
                meters);
    }

    private Engine engine(ClusterSettings settings, String name) {
        EngineProperties properties = settings.properties();
        String kind = properties.kind();
        return switch (properties.engineMode()) {
            case EMBEDDED -> {
                // Several services may record a remote cluster, but one alone runs an embedded engine under this name.
                claims.take(kind, name);
                yield new SupervisedEngine(kind, settings.launcher(), Supervision.DEFAULT, Clock.systemUTC());
            }
            case REMOTE -> {
                List<Engine> members = properties.remoteUrls().stream()
                        .map(url -> (Engine) new RemoteEngine(
                                kind, url, settings.question(), settings.patience(), Clock.systemUTC()))
                        .toList();
                yield members.size() == 1 ? members.get(0) : new FirstEngine(members);
            }
            case OFF -> new AbsentEngine(kind, "jobledger." + kind + ".mode is off");
        };
    }
}
