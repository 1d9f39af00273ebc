package io.jobledger.seatunnel.recorder;

import io.jobledger.engine.EngineSession;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.SeaTunnelCluster;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what the engine says of its jobs with what is recorded, and has the difference written: of jobs that run what
 * is new, and of jobs that have ended all that is known. Used by one thread.
 */
@Singleton
class JobFollower {
    private static final Logger LOG = LoggerFactory.getLogger(JobFollower.class);

    /** So many rounds without a job make it lost. */
    private static final int MISSING_ROUNDS = 3;

    /** So long an engine that has just come up may still be finding its jobs. */
    private static final long SETTLED_MILLIS = 10_000;

    /** A list of the jobs that have ended may be long: asking for it takes no more than this share of the time. */
    private static final int SHARE_OF_TIME = 20;

    private static final long LISTED_EVERY_MILLIS = 60_000;

    private final EngineJobs engine;
    private final RunWriter writer;
    private final StateNews states;
    private final CheckpointFiles checkpoints;
    private final Ledger ledger;
    private final SeaTunnelCluster cluster;
    private final EngineTimes times;
    private final Clock clock;

    /** The runs that are not sealed, by {@link TrackedRun#key}. */
    private final Map<String, TrackedRun> tracked = new HashMap<>();

    /** The runs that the engine has listed as ended and that are sealed. */
    private final Set<String> sealed = new HashSet<>();

    private EngineSession session;
    private long endedListedAt;
    private long endedListingTook;
    private volatile Set<String> running = Set.of();

    JobFollower(
            EngineJobs engine,
            RunWriter writer,
            StateNews states,
            CheckpointFiles checkpoints,
            Ledger ledger,
            SeaTunnelCluster cluster,
            EngineTimes times,
            Clock clock) {
        this.engine = engine;
        this.writer = writer;
        this.states = states;
        this.checkpoints = checkpoints;
        this.ledger = ledger;
        this.cluster = cluster;
        this.times = times;
        this.clock = clock;
    }

    /** Whether the engine ran the job when it was last asked. Safe for other threads. */
    boolean isRunning(String jobId) {
        return running.contains(jobId);
    }

    /**
     * One round.
     *
     * @param awaited whether somebody waits for it, so that nothing may be put off
     */
    void follow(EngineSession current, boolean awaited) throws IOException, InterruptedException {
        states.read();
        Set<String> changed = states.jobs();
        List<JobDocument> listed = engine.running(current);
        begin(current);
        Map<TrackedRun, JobDocument> runs = new HashMap<>();
        listed.forEach(job -> track(job, runs));
        List<TrackedRun> missing =
                tracked.values().stream().filter(run -> !runs.containsKey(run)).toList();
        boolean whole = awaited || missing.size() > 1 || isEndedListDue();
        // Asked for after those that run: a job that ends meanwhile is in one of the lists, or in both.
        List<JobDocument> ended = whole ? ended(current) : List.of();
        states.read();
        runs.forEach((run, job) -> attempt(run.jobId, () -> writer.open(run, job)));
        ended.forEach(job -> attempt(job.jobId(), () -> seal(job)));
        for (TrackedRun run : missing) {
            if (tracked.containsValue(run)) {
                followMissing(current, run);
            }
        }
        if (whole) {
            sealed.retainAll(ended.stream().map(this::key).collect(Collectors.toSet()));
            // Whatever job had changed before the lists were asked for was in one of them, or is forgotten.
            tracked.values().forEach(run -> changed.remove(run.jobId));
            states.forget(changed);
        }
        running = tracked.values().stream().map(run -> run.jobId).collect(Collectors.toUnmodifiableSet());
        checkpoints.watch(running);
    }

    /** A new session, or the first: nothing that was remembered of the last one counts. */
    private void begin(EngineSession current) {
        if (!current.equals(session)) {
            tracked.clear();
            sealed.clear();
            for (JobRun open : ledger.openRuns(SeaTunnelCluster.ENGINE, cluster.name())) {
                TrackedRun run = new TrackedRun(open.key().jobId(), open.startTime());
                tracked.put(run.key(), run);
            }
            session = current;
        }
    }

    private void track(JobDocument job, Map<TrackedRun, JobDocument> runs) {
        String key = key(job);
        if (key != null && !sealed.contains(key)) {
            TrackedRun run = tracked.computeIfAbsent(key, unseen -> run(job));
            run.missed = 0;
            runs.put(run, job);
        }
    }

    private boolean isEndedListDue() {
        long pause = Math.min(LISTED_EVERY_MILLIS, SHARE_OF_TIME * endedListingTook);
        return clock.millis() - endedListedAt >= pause;
    }

    private List<JobDocument> ended(EngineSession current) throws IOException, InterruptedException {
        long asked = clock.millis();
        List<JobDocument> ended = engine.ended(current);
        endedListedAt = clock.millis();
        endedListingTook = endedListedAt - asked;
        return ended;
    }

    /** For a moment, a job has ended and is not listed with its end: then it is left to the next round. */
    private void seal(JobDocument job) {
        String key = key(job);
        if (key != null && !sealed.contains(key) && times.millis(job.finishTime()) != null) {
            writer.seal(tracked.getOrDefault(key, run(job)), job);
            sealed.add(key);
            tracked.remove(key);
        }
    }

    private void followMissing(EngineSession current, TrackedRun run) throws IOException, InterruptedException {
        JobDocument job = engine.job(current, run.jobId);
        if (run.key().equals(key(job))) {
            run.missed = 0;
            attempt(run.jobId, () -> {
                if (times.millis(job.finishTime()) == null) {
                    writer.open(run, job);
                } else {
                    seal(job);
                }
            });
        } else if (++run.missed >= MISSING_ROUNDS
                && clock.millis() - current.startedAt().toEpochMilli() >= SETTLED_MILLIS) {
            attempt(run.jobId, () -> {
                writer.lose(run);
                tracked.remove(run.key());
            });
        }
    }

    private TrackedRun run(JobDocument job) {
        return new TrackedRun(job.jobId(), times.millis(job.createTime()));
    }

    /** Null for what is not a job that can be recorded. */
    @Nullable
    private String key(JobDocument job) {
        return job.jobId() == null || job.status() == null || times.millis(job.createTime()) == null
                ? null
                : run(job).key();
    }

    /** One job that cannot be recorded does not keep the others from it. */
    private static void attempt(String jobId, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("Job {} could not be recorded in this round: {}", jobId, e.toString());
            LOG.debug("The job's failed round", e);
        }
    }
}
