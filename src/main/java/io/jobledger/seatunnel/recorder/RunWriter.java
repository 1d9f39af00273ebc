package io.jobledger.seatunnel.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.StateChange;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.operation.SubmittedConfigs;
import io.jobledger.seatunnel.recorded.SeaTunnelRecordedJobs;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the news of one run into the ledger. Used by one thread. */
record RunWriter(
        Ledger ledger,
        SeaTunnelRecordedJobs recorded,
        EngineCluster cluster,
        SeaTunnelSnapshots snapshots,
        StateNews states,
        CheckpointFiles checkpoints,
        SubmittedConfigs configs,
        Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(RunWriter.class);

    private static final long SAMPLE_MILLIS = 5_000;

    /** In milliseconds. The engine's times are cut to whole seconds. */
    private static final long SECOND = 1_000;

    /** A configuration that was submitted through this service is on record by the first or second round. */
    private static final int CONFIG_ROUNDS = 5;

    private static final String SAVEPOINT_DONE = "SAVEPOINT_DONE";

    /** Records a run that goes on. Writes nothing without news, until a sample of its metrics is due. */
    void open(SeaTunnelTrackedRun run, JobDocument job) {
        find(run);
        if (run.sealed || job.hasEnded()) {
            // A job is listed so for a moment after its end, and while the engine restores it after an earlier run.
            return;
        }
        long now = clock.millis();
        List<StateChange> changes = changes(run, job, now);
        List<CheckpointFiles.Seen> files = newFiles(run);
        List<Document> documents = newDocuments(run, false);
        boolean due = sample(run, now) != sample(run, run.sampledAt);
        if (run.runId != 0
                && !due
                && job.status().equals(run.state)
                && changes.isEmpty()
                && files.isEmpty()
                && documents.isEmpty()) {
            return;
        }
        boolean config = documents.stream().anyMatch(document -> document.path().equals(SeaTunnelSnapshots.CONFIG));
        documents.add(snapshots.running(job));
        JobSnapshot snapshot = snapshots
                .open(job, run.startTime)
                .states(changes)
                .checkpoints(SeaTunnelSnapshots.checkpoints(files, false))
                .samples(due ? snapshots.samples(job, now) : List.of())
                .documents(documents)
                .build();
        run.runId = ledger.record(snapshot).id();
        run.state = job.status();
        run.sampledAt = due ? now : run.sampledAt;
        run.configKnown |= config;
        states.recorded(run, changes);
        noted(run, files);
    }

    /** Records the end of a run. */
    void seal(SeaTunnelTrackedRun run, JobDocument job) {
        find(run);
        if (run.sealed) {
            return;
        }
        // Up to its end: the folder may have those of a run that went on from this one.
        long end = snapshots.end(job, run.startTime) + SECOND;
        List<CheckpointFiles.Seen> files = files(run).stream()
                .filter(seen -> seen.file().triggerTime() < end)
                .toList();
        List<Document> documents = run.runId == 0 ? new ArrayList<>() : new ArrayList<>(ledger.documents(run.runId));
        documents.addAll(newDocuments(run, true));
        JobSnapshot ended = snapshots
                .sealed(job, run.startTime, documents, run.runId == 0 ? List.of() : ledger.vertices(run.runId))
                .checkpoints(SeaTunnelSnapshots.checkpoints(files, SAVEPOINT_DONE.equals(job.status())))
                .build();
        List<StateChange> changes = lastChanges(run, ended);
        ledger.record(ended.toBuilder()
                .states(changes)
                .endTime(end(run, ended, changes))
                .build());
        states.recorded(run, changes);
        run.sealed = true;
    }

    /** Returns the end, to the ms if the engine has logged it. Ends within one second are listed in this order. */
    private long end(SeaTunnelTrackedRun run, JobSnapshot ended, List<StateChange> changes) {
        return Stream.concat(changes.stream(), known(run).stream())
                .filter(change -> change.state().equals(ended.state()))
                .mapToLong(StateChange::time)
                .filter(time -> time / 1000 == ended.endTime() / 1000)
                .findFirst()
                .orElse(ended.endTime());
    }

    /** Records that the engine no longer knows a run. If a client was told of its end, it has ended so. */
    void lose(SeaTunnelTrackedRun run) {
        find(run);
        Optional<JobRun> known = ledger.run(run.runId).filter(found -> found.closure() == Closure.OPEN);
        known.ifPresent(found -> recorded.document(found).ifPresent(last -> {
            if (found.endTime() != null && last.hasEnded()) {
                seal(run, last);
                return;
            }
            JobSnapshot lost = snapshots
                    .lost(found, last, ledger.documents(found.id()), ledger.vertices(found.id()))
                    .checkpoints(SeaTunnelSnapshots.checkpoints(files(run), false))
                    .build();
            List<StateChange> changes = new ArrayList<>(states.of(run));
            changes.addAll(lost.states());
            ledger.record(lost.toBuilder().states(changes).build());
            states.recorded(run, changes);
            LOG.warn(
                    "Job {} ({}), run {}, is UNKNOWABLE: the engine no longer knows it, and it had not ended",
                    run.jobId,
                    found.name(),
                    found.run());
        }));
    }

    /** Returns the number of a stretch of the run. The ledger keeps one sample for each. */
    private static long sample(SeaTunnelTrackedRun run, long time) {
        return Math.floorDiv(time - run.startTime, SAMPLE_MILLIS);
    }

    /** Finds the run on record, when it is first seen since the service or the engine came up. */
    private void find(SeaTunnelTrackedRun run) {
        if (run.runId == 0) {
            ledger.runs(cluster.job(run.jobId)).stream()
                    .filter(known -> known.startTime() == run.startTime)
                    .findFirst()
                    .ifPresent(known -> {
                        run.runId = known.id();
                        run.sealed = known.closure() == Closure.SEALED;
                        if (run.sealed) {
                            return;
                        }
                        run.state = known.state();
                        List<StateChange> said = ledger.states(known.id());
                        states.recorded(run, said);
                        run.begun |= said.size() > 1;
                        run.configKnown = ledger.document(known.id(), SeaTunnelSnapshots.CONFIG)
                                .isPresent();
                        remember(run, ledger.checkpoints(known.id()));
                    });
        }
    }

    /** Remembers recorded checkpoints, so that those the engine has deleted meanwhile are noted as gone. */
    private void remember(SeaTunnelTrackedRun run, List<Checkpoint> known) {
        for (Checkpoint checkpoint : known) {
            if (!checkpoint.discarded()) {
                CheckpointFile file = CheckpointFile.of(checkpoint);
                run.checkpoints.add(file);
                checkpoints.remember(run.jobId, file);
            }
        }
    }

    private List<StateChange> changes(SeaTunnelTrackedRun run, JobDocument job, long now) {
        List<StateChange> changes = new ArrayList<>();
        if (run.runId == 0) {
            changes.add(new StateChange(StateLog.FIRST_STATE, run.startTime));
        }
        changes.addAll(states.of(run));
        boolean cameBack = SeaTunnelSnapshots.UNKNOWABLE.equals(run.state);
        if ((!states.isKept() || cameBack) && !job.status().equals(run.state) && !isKnown(run, job.status())) {
            changes.add(new StateChange(job.status(), now));
        }
        return changes;
    }

    /** Returns whether the state is on record. Another service that records the same engine may have been quicker. */
    private boolean isKnown(SeaTunnelTrackedRun run, String state) {
        return ledger.run(run.runId)
                .filter(known -> known.state().equals(state))
                .isPresent();
    }

    /** Returns the changes up to the end. The engine's log has the end to the ms, its document does not. */
    private List<StateChange> lastChanges(SeaTunnelTrackedRun run, JobSnapshot ended) {
        List<StateChange> changes = new ArrayList<>();
        if (run.runId == 0) {
            changes.add(new StateChange(StateLog.FIRST_STATE, run.startTime));
        }
        changes.addAll(states.of(run));
        List<StateChange> all = new ArrayList<>(changes);
        all.addAll(known(run));
        if (all.stream().noneMatch(change -> change.state().equals(ended.state()))) {
            // Not before a state that was seen earlier: the time of the end is cut to whole seconds.
            long last = all.stream().mapToLong(StateChange::time).max().orElse(0);
            changes.add(new StateChange(ended.state(), Math.max(last + 1, ended.endTime())));
        }
        return changes;
    }

    private List<StateChange> known(SeaTunnelTrackedRun run) {
        return run.runId == 0 ? List.of() : ledger.states(run.runId);
    }

    private List<Document> newDocuments(SeaTunnelTrackedRun run, boolean ended) {
        List<Document> documents = new ArrayList<>();
        if (run.runId == 0 && !checkpoints.areKnown()) {
            documents.add(snapshots.noCheckpoints());
        }
        if (!run.configKnown && (ended || run.configAsked++ < CONFIG_ROUNDS)) {
            configs.of(run.jobId, run.startTime).map(snapshots::config).ifPresent(documents::add);
        }
        return documents;
    }

    /** Returns the run's checkpoints that are new, or newly gone. A job's folder also has those of its earlier runs. */
    private List<CheckpointFiles.Seen> newFiles(SeaTunnelTrackedRun run) {
        return files(run).stream()
                .filter(seen -> seen.gone() || !run.checkpoints.contains(seen.file()))
                .toList();
    }

    private List<CheckpointFiles.Seen> files(SeaTunnelTrackedRun run) {
        return checkpoints.of(run.jobId).stream()
                .filter(seen -> seen.file().triggerTime() >= run.startTime)
                .toList();
    }

    private void noted(SeaTunnelTrackedRun run, List<CheckpointFiles.Seen> files) {
        for (CheckpointFiles.Seen seen : files) {
            if (seen.gone()) {
                run.checkpoints.remove(seen.file());
                checkpoints.forget(run.jobId, seen.file());
            } else {
                run.checkpoints.add(seen.file());
            }
        }
    }
}
