package io.jobledger.connect.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.recorded.RecordedConnectors;
import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.micronaut.core.annotation.Nullable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes runs of connectors into the ledger. A run begins when a connector is first seen, and ends with its stop. All
 * methods but {@link #now} block. Safe for several threads.
 */
public final class ConnectorRuns {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorRuns.class);

    private static final long SAMPLE_MILLIS = 5_000;
    private static final int MISSING_ROUNDS = 3;

    private final Ledger ledger;
    private final EngineCluster cluster;
    private final ConnectorSnapshots snapshots;
    private final Clock clock;

    private final Map<String, TrackedConnector> tracked = new HashMap<>();

    /** Grows with each change. */
    private long changes;

    /** The last change of each connector. */
    private final Map<String, Long> changed = new HashMap<>();

    ConnectorRuns(Ledger ledger, EngineCluster cluster, ConnectorSnapshots snapshots, Clock clock) {
        this.ledger = ledger;
        this.cluster = cluster;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** Returns a mark. Answers to questions that the workers get after it know all changes before it. */
    synchronized long now() {
        return changes;
    }

    /** Notes that a connector has been changed: what workers were asked before is out of date. */
    public synchronized void changed(String name) {
        changed.put(name, ++changes);
    }

    /** Notes that tasks have been restarted, all of the connector's if {@code task} is null. */
    public synchronized void restarted(String name, @Nullable Integer task) {
        changed(name);
        if (tracked.containsKey(name)) {
            tracked.get(name).restarted(task);
        }
    }

    /** Ends the run of a connector that was stopped. */
    public synchronized void stopped(String name) {
        changed(name);
        ledger.newestRun(cluster.job(name))
                .filter(run -> run.closure() != Closure.SEALED)
                .ifPresent(run -> end(run, ConnectorSnapshots.STOPPED, Closure.SEALED));
    }

    /** Ends the runs of all connectors. */
    public synchronized void stoppedAll() {
        open().forEach(run -> stopped(run.key().jobId()));
    }

    /** Forgets the known state of the runs: a session with an engine begins, and all its tasks are new. */
    synchronized void begin() {
        tracked.clear();
    }

    /**
     * Records all connectors that the workers have.
     *
     * @param asOf {@link #now} before the workers were asked
     * @param isStopped whether a connector that they do not have was stopped, and not lost
     * @param settled whether one that is neither can be given up
     */
    synchronized void record(List<ConnectorFacts> told, long asOf, Predicate<JobRun> isStopped, boolean settled) {
        told.stream()
                .filter(connector -> isCurrent(connector.name(), asOf))
                .forEach(connector -> attempt(connector.name(), () -> record(connector)));
        Set<String> names = told.stream().map(ConnectorFacts::name).collect(Collectors.toSet());
        for (JobRun run : open()) {
            String name = run.key().jobId();
            if (!names.contains(name) && isCurrent(name, asOf)) {
                attempt(name, () -> missing(run, isStopped, settled));
            }
        }
    }

    private boolean isCurrent(String name, long asOf) {
        return changed.getOrDefault(name, 0L) <= asOf;
    }

    private List<JobRun> open() {
        return ledger.openRuns(cluster.kind(), cluster.name());
    }

    private void missing(JobRun run, Predicate<JobRun> isStopped, boolean settled) {
        TrackedConnector known = tracked.computeIfAbsent(run.key().jobId(), this::find);
        if (isStopped.test(run)) {
            end(run, ConnectorSnapshots.STOPPED, Closure.SEALED);
        } else if (++known.missed >= MISSING_ROUNDS && settled) {
            end(run, ConnectorFacts.UNKNOWN, Closure.LOST);
            LOG.warn(
                    "Connector {}, run {}, is UNKNOWN: no worker knows it any more",
                    run.key().jobId(),
                    run.run());
        }
    }

    private void end(JobRun run, String state, Closure closure) {
        String name = run.key().jobId();
        long end = Math.max(clock.millis(), run.observedAt() + 1);
        ledger.record(snapshots
                .run(name, state, run.startTime(), end)
                .closure(closure)
                .endTime(end)
                .summary(run.summary())
                .states(List.of(new StateChange(state, end)))
                .vertices(ledger.vertices(run.id()).stream()
                        .map(vertex -> TaskAttempts.ended(vertex, state, end))
                        .toList())
                .attempts(ledger.attempts(run.id()).stream()
                        .filter(attempt -> attempt.endTime() == null)
                        .map(attempt -> TaskAttempts.ended(attempt, state, end))
                        .toList())
                .build());
        tracked.remove(name);
    }

    private void record(ConnectorFacts connector) {
        TrackedConnector run = tracked.computeIfAbsent(connector.name(), this::find);
        run.missed = 0;
        long now = clock.millis();
        if (run.runId == 0) {
            run.startTime = Math.max(now, run.startTime + 1);
        }
        List<Document> documents = new ArrayList<>(snapshots.documents(connector));
        String all = documents.stream().map(ConnectorRuns::text).collect(Collectors.joining("\n"));
        String config = text(documents.get(documents.size() - 1));
        boolean isNewConfig =
                !config.equals(run.maskedConfig) || run.config != null && !run.config.equals(connector.config());
        if (isNewConfig) {
            documents.add(snapshots.version(run.versions + 1, now, connector));
            // The worker restarts a connector whose config changes.
            run.restarted(null);
        }
        String state = ConnectorSnapshots.state(connector);
        List<Attempt> attempts = TaskAttempts.news(run, connector, now);
        TaskFailures failures = TaskFailures.of(run, connector, now);
        List<MetricSample> samples =
                sample(run, now) == sample(run, run.sampledAt) ? List.of() : snapshots.positions(connector, now);
        boolean isNews = isNewConfig
                || !state.equals(run.state)
                || !all.equals(run.documents)
                || !attempts.isEmpty()
                || !failures.exceptions().isEmpty();
        if (isNews || !samples.isEmpty()) {
            JobSnapshot snapshot = snapshots
                    .run(connector.name(), state, run.startTime, now)
                    .summary(text(documents.get(0)))
                    .states(state.equals(run.state) ? List.of() : List.of(new StateChange(state, now)))
                    .vertices(isNews ? TaskAttempts.vertices(run, connector, now) : List.of())
                    .attempts(attempts)
                    .exceptions(failures.exceptions())
                    .documents(isNews ? documents : List.of())
                    .samples(samples)
                    .build();
            run.runId = ledger.record(snapshot).id();
        }
        // What could not be written is news in the next round, too.
        run.state = state;
        run.documents = all;
        run.config = connector.config();
        run.maskedConfig = config;
        run.versions += isNewConfig ? 1 : 0;
        run.sampledAt = samples.isEmpty() ? run.sampledAt : now;
        run.remember(attempts);
        failures.recorded(run);
    }

    /** Returns the number of a stretch of the run. The ledger keeps one sample for each. */
    private static long sample(TrackedConnector run, long time) {
        return Math.floorDiv(time - run.startTime, SAMPLE_MILLIS);
    }

    /** Returns the memory of a run that goes on; without one, of a run that begins after the last one. */
    private TrackedConnector find(String name) {
        TrackedConnector run = new TrackedConnector();
        ledger.newestRun(cluster.job(name)).ifPresent(newest -> {
            if (newest.closure() == Closure.SEALED) {
                run.startTime = newest.endTime();
            } else {
                remember(run, newest);
            }
        });
        return run;
    }

    private void remember(TrackedConnector run, JobRun newest) {
        run.runId = newest.id();
        run.startTime = newest.startTime();
        run.state = newest.closure() == Closure.LOST ? null : newest.state();
        run.maskedConfig = ledger.document(newest.id(), RecordedConnectors.CONFIG)
                .map(ConnectorRuns::text)
                .orElse(null);
        run.versions =
                ledger.documents(newest.id(), RecordedConnectors.CONFIG + '/').size();
        TaskFailures.remember(run, ledger.exceptions(newest.id()));
        run.remember(ledger.attempts(newest.id()));
        if (cluster.engine().isOurs()) {
            // Our worker has just come up, and starts all tasks.
            run.restarted(null);
        }
    }

    private static String text(Document document) {
        return new String(document.body(), StandardCharsets.UTF_8);
    }

    /** Records one connector. Its failure does not keep the others from being recorded. */
    private static void attempt(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.atLevel(DiskNearlyFullException.level(e))
                    .log("Connector {} could not be recorded in this round: {}", name, e.toString());
            LOG.debug("The connector's failed round", e);
        }
    }
}
