package io.jobledger.seatunnel.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.Follower;
import io.jobledger.engine.EngineSession;
import io.jobledger.http.Json;
import io.jobledger.ledger.Ledger;
import io.jobledger.seatunnel.ContractShape;
import io.jobledger.seatunnel.operation.CutOffOperations;
import io.jobledger.seatunnel.operation.SubmittedConfigs;
import io.jobledger.seatunnel.recorded.SeaTunnelRecordedJobs;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the jobs of one SeaTunnel cluster, and looks for checkpoint files between the rounds. */
public final class SeaTunnelFollower implements Follower {
    private static final Logger LOG = LoggerFactory.getLogger(SeaTunnelFollower.class);

    private static final long LOOK_MILLIS = 200;
    private static final long CUT_OFF_MILLIS = 60_000;

    private final JobFollower jobs;
    private final SeaTunnelEnds ends;
    private final CheckpointFiles checkpoints;
    private final CutOffOperations cutOff;
    private final Clock clock;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(new NamedThreadFactory("seatunnel-checkpoints"));

    private boolean followed;
    private long cutOffEnded;

    /**
     * Makes the follower of one cluster.
     *
     * @param files the files in which the engine tells more than by its API
     */
    public SeaTunnelFollower(
            EngineCluster cluster,
            EngineFiles files,
            EngineJobs engine,
            Ledger ledger,
            SeaTunnelRecordedJobs recorded,
            SubmittedConfigs configs,
            CutOffOperations cutOff,
            ContractShape shape,
            Json json,
            Clock clock) {
        EngineTimes times = new EngineTimes(files.zone());
        StateNews states = new StateNews(new StateLog(files.stateLog()));
        this.checkpoints = new CheckpointFiles(files.checkpoints());
        SeaTunnelSnapshots snapshots = new SeaTunnelSnapshots(cluster, times, shape, json, clock);
        RunWriter writer = new RunWriter(ledger, recorded, cluster, snapshots, states, checkpoints, configs, clock);
        this.jobs = new JobFollower(engine, writer, states, checkpoints, ledger, cluster, times, clock);
        this.ends = new SeaTunnelEnds(ledger, cluster, snapshots, times);
        this.cutOff = cutOff;
        this.clock = clock;
    }

    @Override
    public void begin() {
        if (checkpoints.areKnown()) {
            looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        looks.shutdown();
    }

    /** Tells whether the engine ran the job when it was last asked. Safe for other threads. */
    public boolean isRunning(String jobId) {
        return jobs.isRunning(jobId);
    }

    /** Returns the part that records ends before clients are told of them. */
    public SeaTunnelEnds ends() {
        return ends;
    }

    @Override
    public boolean follow(Optional<EngineSession> session, boolean awaited) throws Exception {
        followed = false;
        if (session.isPresent()) {
            jobs.follow(session.get(), awaited);
            followed = true;
        }
        return followed;
    }

    /** Ends operations whose answer was lost, once a minute, after a round that recorded the engine's jobs. */
    @Override
    public void settle() {
        if (followed && clock.millis() - cutOffEnded >= CUT_OFF_MILLIS) {
            cutOff.end();
            cutOffEnded = clock.millis();
        }
    }

    private void look() {
        try {
            checkpoints.look();
        } catch (RuntimeException e) {
            LOG.warn("Checkpoints could not be looked for: {}", e.toString());
        }
    }
}
