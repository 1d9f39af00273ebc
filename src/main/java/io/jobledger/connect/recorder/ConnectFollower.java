package io.jobledger.connect.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.Follower;
import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.live.RuntimeFacts;
import io.jobledger.connect.wanted.KeptInLedger;
import io.jobledger.engine.EngineSession;
import io.jobledger.http.Json;
import io.jobledger.ledger.Ledger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Records the connectors of one cluster. */
public final class ConnectFollower implements Follower {
    /** The time that workers need to take up their connectors after they come up. */
    private static final long SETTLED_MILLIS = 10_000;

    private final RuntimeFacts facts;
    private final KeptInLedger kept;
    private final StoppedConnectors stopped;
    private final long patience;
    private final Clock clock;
    private final ConnectorRuns runs;

    private final UnansweredChanges unanswered;

    private EngineSession session;

    /** Whether the last round recorded the connectors. */
    private boolean followed;

    /** @param patience for how long workers may take to answer, in milliseconds */
    public ConnectFollower(
            EngineCluster cluster,
            RuntimeFacts facts,
            KeptInLedger kept,
            StoppedConnectors stopped,
            Ledger ledger,
            Json json,
            Clock clock,
            long patience) {
        this.facts = facts;
        this.kept = kept;
        this.stopped = stopped;
        this.patience = patience;
        this.clock = clock;
        this.unanswered = new UnansweredChanges(cluster, ledger, clock);
        this.runs = new ConnectorRuns(ledger, cluster, new ConnectorSnapshots(cluster, json), clock);
    }

    /** Returns the part that is told of changes. */
    public ConnectorRuns runs() {
        return runs;
    }

    @Override
    public boolean follow(Optional<EngineSession> current, boolean awaited) throws Exception {
        followed = false;
        if (current.isEmpty()) {
            return false;
        }
        if (!current.get().equals(session)) {
            runs.begin();
            session = current.get();
        }
        kept.read();
        long asOf = runs.now();
        List<ConnectorFacts> told = facts.facts().toCompletableFuture().get(patience, TimeUnit.MILLISECONDS);
        runs.record(
                told, asOf, stopped.test(), clock.millis() - session.startedAt().toEpochMilli() >= SETTLED_MILLIS);
        followed = true;
        return true;
    }

    @Override
    public void settle() {
        if (followed) {
            unanswered.end();
        }
    }
}
