package io.jobledger.cluster;

import io.jobledger.engine.Engine;
import io.jobledger.ledger.JobKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** Holds one configured cluster: its engine, the calls to it, the journal of operations, and its rounds. */
public final class EngineCluster implements AutoCloseable {
    private final String name;
    private final Engine engine;
    private final EngineCalls calls;
    private final OperationJournal operations;
    private final Clock clock;
    private final MeterRegistry meters;
    private Rounds rounds;

    EngineCluster(
            String name,
            Engine engine,
            EngineCalls calls,
            OperationJournal operations,
            Clock clock,
            MeterRegistry meters) {
        this.name = name;
        this.engine = engine;
        this.calls = calls;
        this.operations = operations;
        this.clock = clock;
        this.meters = meters;
    }

    /** Returns the engine's name in the ledger and in the settings, such as {@code flink}. */
    public String kind() {
        return engine.name();
    }

    /** Returns the cluster's name in the ledger. */
    public String name() {
        return name;
    }

    public Engine engine() {
        return engine;
    }

    public EngineCalls calls() {
        return calls;
    }

    public OperationJournal operations() {
        return operations;
    }

    public JobKey job(String jobId) {
        return new JobKey(kind(), name, jobId);
    }

    /** Makes the cluster's rounds. Called once, before {@link #rounds} and {@link #start}. */
    public void follow(Follower follower) {
        rounds = new Rounds(name, engine, follower, clock, meters);
    }

    public Rounds rounds() {
        return rounds;
    }

    /** Begins to record, and to start an embedded engine or to watch a remote one. Returns at once. */
    public void start() {
        rounds.start();
        engine.start();
    }

    /** Ends the rounds, then an embedded engine. Returns once its process is gone, within seconds. */
    @Override
    public void close() {
        rounds.close();
        engine.close();
    }
}
