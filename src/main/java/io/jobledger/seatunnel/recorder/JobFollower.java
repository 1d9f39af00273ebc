package io.jobledger.seatunnel.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.EngineSession;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.jobledger.seatunnel.JobDocument;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the engine's jobs with the recorded ones, and has the difference written. A running job adds its news, an
 * ended job all that is known. Used by one thread.
 */
class JobFollower {
    private static final Logger LOG = LoggerFactory.getLogger(JobFollower.class);

    /** A job that is missing for this many rounds is lost. */
    private static final int MISSING_ROUNDS = 3;

    /** The time that an engine needs to find its jobs after it comes up. */
    private static final long SETTLED_MILLIS = 10_000;

    /** If more runs than this are missing, the list of ended jobs is asked for, however long it is. */
    private static final int ASKED_ONE_BY_ONE = 20;

    /** A list that took less is asked for once a run is missing. It tells which of several jobs ended first. */
    private static final long SHORT_MILLIS = 500;

    /**
     * The list of ended jobs may be long. Unless a client waits for it, it takes at most one part in this many of the
     * time.
     */
    private static final int SHARE_OF_TIME = 20;

    private static final long LISTED_EVERY_MILLIS = 60_000;

    private final EngineJobs engine;
    private final RunWriter writer;
    private final StateNews states;
    private final CheckpointFiles checkpoints;
    private final Ledger ledger;
    private final EngineCluster cluster;
    private final EngineTimes times;
    private final Clock clock;

    /** The runs that are not sealed, by {@link SeaTunnelTrackedRun#key}. */
    private final Map<String, SeaTunnelTrackedRun> tracked = new HashMap<>();

    /** The runs that the engine says have ended, and that are sealed. */
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
            EngineCluster cluster,
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

    /** Returns whether the engine ran the job when it was last asked. Safe for other threads. */
    boolean isRunning(String jobId) {
        return running.contains(jobId);
    }

    /**
     * Does one round.
     *
     * @param awaited whether a client waits for it, so that nothing may be put off
     */
    void follow(EngineSession current, boolean awaited) throws IOException, InterruptedException {
        states.read();
        Set<String> changed = states.jobs();
        Map<SeaTunnelTrackedRun, JobDocument> listed = new HashMap<>();
        List<JobDocument> jobs = engine.running(current);
        begin(current);
        jobs.forEach(job -> track(job, listed));
        List<SeaTunnelTrackedRun> missing = tracked.values().stream()
                .filter(run -> !listed.containsKey(run))
                .toList();
        // The ended jobs are asked for second: a job that ends meanwhile is in one of the lists, or in both.
        Optional<List<JobDocument>> ended =
                awaited || isListNeeded(missing) || isListDue() ? ended(current) : Optional.empty();
        changed.removeAll(states.read());
        // Ends come first, because a job may have been resumed since.
        ended.orElse(List.of()).forEach(job -> attempt(job.jobId(), changed, () -> seal(job)));
        for (SeaTunnelTrackedRun run : missing) {
            if (tracked.containsKey(run.key())) {
                followMissing(current, run, changed, ended.isPresent());
            }
        }
        listed.forEach((run, job) -> attempt(run.jobId, changed, () -> writer.open(run, job)));
        if (ended.isPresent()) {
            sealed.retainAll(ended.get().stream().map(this::key).collect(Collectors.toSet()));
            // Each job that changed before the lists were asked for was in one of them.
            tracked.values().forEach(run -> changed.remove(run.jobId));
            states.forget(changed);
        }
        running = tracked.values().stream().map(run -> run.jobId).collect(Collectors.toUnmodifiableSet());
        checkpoints.watch(running);
    }

    /** Forgets the runs that are not sealed when a session begins. */
    private void begin(EngineSession current) {
        if (!current.equals(session)) {
            tracked.clear();
            for (JobRun open : ledger.openRuns(cluster.kind(), cluster.name())) {
                SeaTunnelTrackedRun run = new SeaTunnelTrackedRun(open.key().jobId(), open.startTime());
                tracked.put(run.key(), run);
            }
            session = current;
        }
    }

    private void track(JobDocument job, Map<SeaTunnelTrackedRun, JobDocument> listed) {
        String key = key(job);
        if (key != null && !sealed.contains(key)) {
            SeaTunnelTrackedRun run = tracked.computeIfAbsent(key, unseen -> run(job));
            run.missed = 0;
            listed.put(run, job);
        }
    }

    /** Returns whether missing runs are better looked for in the list. */
    private boolean isListNeeded(List<SeaTunnelTrackedRun> missing) {
        return missing.size() > (endedListingTook < SHORT_MILLIS ? 0 : ASKED_ONE_BY_ONE)
                || missing.stream().anyMatch(run -> run.missed >= MISSING_ROUNDS - 1);
    }

    private boolean isListDue() {
        long pause = Math.min(LISTED_EVERY_MILLIS, SHARE_OF_TIME * endedListingTook);
        return clock.millis() - endedListedAt >= pause;
    }

    /** Returns the ended jobs. Empty if the engine fails, as over a job whose metrics it has dropped before the job. */
    private Optional<List<JobDocument>> ended(EngineSession current) throws InterruptedException {
        long asked = clock.millis();
        try {
            return Optional.of(engine.ended(current));
        } catch (IOException e) {
            LOG.warn("The jobs that have ended are not known in this round: {}", e.toString());
            return Optional.empty();
        } finally {
            endedListedAt = clock.millis();
            endedListingTook = endedListedAt - asked;
        }
    }

    /** Seals the run of an ended job. For a moment a job has no time of its end: the next round seals it. */
    private void seal(JobDocument job) {
        String key = key(job);
        if (key != null && !sealed.contains(key) && times.millis(job.finishTime()) != null) {
            writer.seal(tracked.getOrDefault(key, run(job)), job);
            sealed.add(key);
            tracked.remove(key);
        }
    }

    /** @param listed whether the jobs that have ended were listed in this round, so that it is not one of them */
    private void followMissing(EngineSession current, SeaTunnelTrackedRun run, Set<String> changed, boolean listed)
            throws InterruptedException {
        JobDocument job;
        try {
            job = engine.job(current, run.jobId);
        } catch (IOException e) {
            LOG.warn("Job {} is not known in this round: {}", run.jobId, e.toString());
            return;
        }
        if (run.key().equals(key(job))) {
            run.missed = 0;
            attempt(run.jobId, changed, () -> {
                if (times.millis(job.finishTime()) == null) {
                    writer.open(run, job);
                } else {
                    seal(job);
                }
            });
        } else if (++run.missed >= MISSING_ROUNDS
                && listed
                && clock.millis() - current.startedAt().toEpochMilli() >= SETTLED_MILLIS) {
            attempt(run.jobId, changed, () -> {
                writer.lose(run);
                tracked.remove(run.key());
            });
        }
    }

    private SeaTunnelTrackedRun run(JobDocument job) {
        return new SeaTunnelTrackedRun(job.jobId(), times.millis(job.createTime()));
    }

    /** Returns the key of the job's run, or null if the job cannot be recorded. */
    @Nullable
    private String key(JobDocument job) {
        return job.jobId() == null || job.status() == null || times.millis(job.createTime()) == null
                ? null
                : run(job).key();
    }

    /**
     * Records one job. Its failure does not keep the others from being recorded.
     *
     * @param changed loses the job if it fails, because its news is still to be recorded
     */
    private static void attempt(String jobId, Set<String> changed, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            changed.remove(jobId);
            LOG.atLevel(DiskNearlyFullException.level(e))
                    .log("Job {} could not be recorded in this round: {}", jobId, e.toString());
            LOG.debug("The job's failed round", e);
        }
    }
}
