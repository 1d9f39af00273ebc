package io.jobledger.flink.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.Follower;
import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineState;
import io.jobledger.flink.FlinkCaches;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.archive.ArchiveReader;
import io.jobledger.flink.archive.RecordedBefore;
import io.jobledger.flink.archive.RunFacts;
import io.jobledger.flink.live.ListedJob;
import io.jobledger.flink.live.Listing;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.flink.operation.Triggers;
import io.jobledger.flink.recorded.FlinkRecordedJobs;
import io.jobledger.flink.rescaling.Rescalings;
import io.jobledger.http.Json;
import io.jobledger.imports.FileCalls;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the jobs of one Flink cluster. The next round repeats a failed one (engine or database gone): ledger and
 * engine can restore all state of the follower.
 */
public final class FlinkFollower implements Follower {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkFollower.class);

    private static final long LISTING_SECONDS = 10;

    /** Time to wait for the archive of an ended job, before all its documents are read from the engine. */
    private static final long ARCHIVE_MILLIS = 15_000;

    /** Interval of full reads of a running job without news in the listing. */
    private static final long QUIET_MILLIS = 30_000;

    /** Time to wait for an absent engine: most come back, with their jobs. */
    private static final long AWAY_MILLIS = 15_000;

    private static final int ARCHIVES_A_ROUND = 2_000;

    /** Number of successive listings without a job that make it lost. */
    private static final int MISSING_ROUNDS = 3;

    private final Engine engine;
    private final LiveJobs live;
    private final Archives archives;
    private final JobReader reader;
    private final FormerAttempts attempts;
    private final Sealer sealer;
    private final FlinkSnapshots snapshots;
    private final Triggers triggers;
    private final Rescalings rescalings;
    private final Ledger ledger;
    private final FlinkRecordedJobs recorded;
    private final EngineCluster cluster;
    private final FlinkCaches caches;
    private final Clock clock;

    private final Map<String, FlinkTrackedRun> tracked = new HashMap<>();
    private EngineSession session;
    private boolean archivesRead;
    private boolean archivesListed = true;
    private List<Archives.Entry> archived = List.of();
    private boolean closed;
    private Set<String> listed = Set.of();
    private long lastListing;

    /**
     * @param archives the directory of the cluster's archives, null if it is out of reach
     * @param files limits the time of each call of that directory
     */
    public FlinkFollower(
            EngineCluster cluster,
            @Nullable Path archives,
            FileCalls files,
            FlinkCaches caches,
            LiveJobs live,
            JobReader reader,
            FormerAttempts attempts,
            RunFacts facts,
            ArchiveReader archiveReader,
            RecordedBefore before,
            Triggers triggers,
            Rescalings rescalings,
            Ledger ledger,
            FlinkRecordedJobs recorded,
            Json json,
            Clock clock) {
        this.cluster = cluster;
        this.engine = cluster.engine();
        this.caches = caches;
        this.live = live;
        this.archives = new Archives(archives, files, archiveReader);
        this.reader = reader;
        this.attempts = attempts;
        this.snapshots = new FlinkSnapshots(cluster, facts, json, clock);
        this.sealer = new Sealer(ledger, cluster, this.archives, reader, before, snapshots, recorded, json);
        this.triggers = triggers;
        this.rescalings = rescalings;
        this.ledger = ledger;
        this.recorded = recorded;
        this.clock = clock;
        this.lastListing = clock.millis();
    }

    /** Runs a round after each change, to record a submitted job before a crash could lose it. */
    @Override
    public void begin() {
        live.onChange(cluster.rounds()::runNow);
    }

    @Override
    public boolean follow(Optional<EngineSession> running, boolean awaited) throws Exception {
        listed = Set.of();
        if (running.isPresent()) {
            // A job that began and ended after the last engine's last listing left only an archive.
            archivesRead &= running.get().equals(session);
        }
        if (!archivesRead) {
            listArchives();
        }
        if (running.isPresent()) {
            // Requested after the archives were listed: the engine does not know an archived job that is not listed.
            Listing listing = live.ask().toCompletableFuture().get(LISTING_SECONDS, TimeUnit.SECONDS);
            follow(listing);
            listed = listing.jobs().keySet();
            triggers.follow(session);
            rescalings.follow(session);
            lastListing = clock.millis();
        } else if (!closed && ended()) {
            closeAll();
        } else if (!closed) {
            followNothing();
        }
        return running.isPresent();
    }

    /** Lists the archives. Running jobs are recorded though that fails, and each later round tries it again. */
    private void listArchives() {
        try {
            archived = archives.list();
            archivesListed = true;
        } catch (IOException e) {
            if (archivesListed) {
                LOG.warn("The archives of cluster {} cannot be listed for now: {}", cluster.name(), e.toString());
            }
            archived = List.of();
            archivesListed = false;
        }
    }

    /** Seals archived jobs, at most 2,000 per round, so that running jobs are followed meanwhile. */
    @Override
    public void settle() throws IOException {
        List<Archives.Entry> some = archived.subList(0, Math.min(archived.size(), ARCHIVES_A_ROUND));
        sealer.seal(some, listed);
        archived = archived.subList(some.size(), archived.size());
        archivesRead = archivesListed;
    }

    /** Returns true if our own engine is gone until the service restarts: no listing will come. */
    private boolean ended() {
        return engine.isOurs()
                && engine.state() == EngineState.STOPPED
                && (session == null
                        || ProcessHandle.of(session.pid())
                                .filter(ProcessHandle::isAlive)
                                .isEmpty());
    }

    /** Ends rescalings without an engine. Its jobs may go on, but clients must learn the outcome. */
    private void followNothing() {
        if (engine.state() == EngineState.STOPPED && !engine.isOurs()) {
            rescalings.endAll();
            closed = true;
        } else if (clock.millis() - lastListing >= AWAY_MILLIS) {
            rescalings.endLate();
        }
    }

    private void closeAll() throws IOException {
        sealer.seal(archives.list(), Set.of());
        ledger.openRuns(cluster.kind(), cluster.name()).forEach(sealer::close);
        triggers.endAll();
        rescalings.endAll();
        tracked.clear();
        session = null;
        closed = true;
    }

    private void follow(Listing listing) {
        boolean first = !listing.session().equals(session);
        if (first) {
            tracked.clear();
            for (JobRun run : ledger.openRuns(cluster.kind(), cluster.name())) {
                tracked.put(FlinkTrackedRun.key(run.key().jobId(), run.startTime()), new FlinkTrackedRun());
            }
        }
        Set<String> seen = new HashSet<>();
        for (ListedJob job : listing.jobs().values()) {
            String key = FlinkTrackedRun.key(job.jobId(), job.startTime());
            seen.add(key);
            FlinkTrackedRun run = tracked.computeIfAbsent(key, unseen -> new FlinkTrackedRun());
            try {
                try {
                    follow(listing.session(), job, run);
                } finally {
                    recordListed(job, run);
                }
            } catch (RuntimeException e) {
                LOG.atLevel(DiskNearlyFullException.level(e))
                        .log("Job {} could not be recorded in this round: {}", job.jobId(), e.toString());
                LOG.debug("The job's failed round", e);
            }
        }
        closeMissing(seen, first);
        session = listing.session();
    }

    private void follow(EngineSession session, ListedJob job, FlinkTrackedRun run) {
        run.missed = 0;
        if (!run.known) {
            ledger.runs(cluster.job(job.jobId())).stream()
                    .filter(known -> known.startTime() == job.startTime())
                    .forEach(known -> {
                        run.runId = known.id();
                        run.closed = known.closure() == Closure.SEALED;
                    });
            run.known = true;
        }
        if (run.closed) {
            live.sealed(job);
            return;
        }
        long now = clock.millis();
        boolean ended = FlinkStates.isFinal(job.state());
        if (ended && run.endSeen == 0) {
            run.endSeen = now;
        }
        if (ended
                && now - run.endSeen >= caches.settled()
                && sealer.seal(session, job, now - run.endSeen < ARCHIVE_MILLIS)) {
            run.closed = true;
            live.sealed(job);
        } else if (!run.endRecorded) {
            record(session, job, run, ended, now);
        }
    }

    /** Records a job's entry in the listing if its documents could not be read, as after the engine was killed. */
    private void recordListed(ListedJob job, FlinkTrackedRun run) {
        if (run.known && !run.closed && run.runId == 0) {
            run.runId = ledger.record(snapshots.listed(job)).id();
        }
    }

    private void record(EngineSession session, ListedJob job, FlinkTrackedRun run, boolean ended, long now) {
        if (!job.news().equals(run.news)) {
            run.news = job.news();
            run.newsAt = now;
            run.unread = true;
        }
        boolean due = run.readAt == 0 || ended || now - run.readAt >= caches.age();
        if (due) {
            boolean whole = ended || run.unread || now - run.wholeReadAt >= QUIET_MILLIS;
            Map<String, Document> documents = whole
                    ? reader.running(session, job.jobId(), !run.constantsRead)
                    : reader.read(session, job.jobId(), List.of("", "/exceptions", "/checkpoints"));
            if (documents.containsKey("") && documents.get("").status() == 200) {
                if (ended) {
                    documents.putAll(reader.read(session, job.jobId(), List.of("/execution-result")));
                }
                Map<String, List<Long>> numbers = whole ? attempts.numbers(documents) : run.attempts;
                if (run.runId != 0 && !numbers.equals(run.attempts)) {
                    documents.putAll(attempts.since(run.runId, documents));
                }
                JobSnapshot snapshot = snapshots.open(job, documents);
                JobRun known = ledger.record(snapshot);
                run.runId = known.id();
                run.attempts = numbers;
                live.recorded(job, known.state());
                if (run.readAt == 0) {
                    // The job is new, or back, or in a new run: kept answers about it are out of date.
                    recorded.forget(job.jobId());
                    tellGap(known);
                }
                // The row may have the end already: a client was told of it. The documents are to have it, too.
                run.endRecorded = FlinkStates.isFinal(snapshot.state());
                run.readAt = now;
                if (whole) {
                    run.wholeReadAt = now;
                    run.constantsRead |= FlinkStates.hasStarted(snapshot.state());
                    // Earlier, the engine may have answered from a cache that is older than the news.
                    run.unread = now - run.newsAt < caches.age();
                }
            }
        }
    }

    /** Warns of checkpoints that the engine made and dropped while the recorder was cut off. */
    private void tellGap(JobRun run) {
        long missing = ledger.missingCheckpoints(run.id());
        if (missing > 0) {
            LOG.warn(
                    "Of job {} ({}), run {}, {} checkpoints are not on record: the engine had dropped them already",
                    run.key().jobId(),
                    run.name(),
                    run.run(),
                    missing);
        }
    }

    private void closeMissing(Set<String> seen, boolean first) {
        List<JobRun> open = null;
        for (Map.Entry<String, FlinkTrackedRun> entry : List.copyOf(tracked.entrySet())) {
            FlinkTrackedRun run = entry.getValue();
            if (seen.contains(entry.getKey())) {
                continue;
            }
            if (run.closed) {
                tracked.remove(entry.getKey());
                continue;
            }
            run.missed++;
            // A remote JobManager may have restarted, and still be recovering its jobs.
            if (first && engine.isOurs() || run.missed >= MISSING_ROUNDS) {
                if (open == null) {
                    open = ledger.openRuns(cluster.kind(), cluster.name());
                }
                // The next round retries a run that cannot be closed now.
                run.missed = MISSING_ROUNDS;
                if (close(open, entry.getKey())) {
                    tracked.remove(entry.getKey());
                }
            }
        }
    }

    private boolean close(List<JobRun> open, String key) {
        try {
            open.stream()
                    .filter(run -> FlinkTrackedRun.key(run.key().jobId(), run.startTime())
                            .equals(key))
                    .forEach(sealer::close);
            return true;
        } catch (RuntimeException e) {
            LOG.atLevel(DiskNearlyFullException.level(e))
                    .log("The run {} could not be closed in this round: {}", key, e.toString());
            LOG.debug("The run's failed closing", e);
            return false;
        }
    }
}
