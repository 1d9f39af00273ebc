package io.jobledger.history.record;

import io.jobledger.history.contract.model.ArchiveImport;
import io.jobledger.history.contract.model.Attempt;
import io.jobledger.history.contract.model.Checkpoint;
import io.jobledger.history.contract.model.ExceptionGroup;
import io.jobledger.history.contract.model.Job;
import io.jobledger.history.contract.model.JobException;
import io.jobledger.history.contract.model.MetricSample;
import io.jobledger.history.contract.model.Operation;
import io.jobledger.history.contract.model.QuarantinedFile;
import io.jobledger.history.contract.model.RetentionRule;
import io.jobledger.history.contract.model.RunSummary;
import io.jobledger.history.contract.model.Savepoint;
import io.jobledger.history.contract.model.SkippedArchives;
import io.jobledger.history.contract.model.StateChange;
import io.jobledger.history.contract.model.StatisticsGroup;
import io.jobledger.history.contract.model.Vertex;
import io.jobledger.http.Json;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Limits;
import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportProgress;
import io.jobledger.ledger.retention.RetentionPreview;
import io.jobledger.ledger.search.CataloguedSavepoint;
import io.jobledger.ledger.statistics.StatisticsRow;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Turns facts of the ledger into the models of the contract. */
@Singleton
public final class HistoryModels {
    /** Characters; a submitted configuration may have millions. */
    private static final int SHOWN_OF_BODY = 4096;

    private static final String CUT = String.format(
            Locale.ROOT, "\n[jobledger keeps the first %,d characters of a stack trace]", Limits.LONG_TEXT);

    private final Json json;

    HistoryModels(Json json) {
        this.json = json;
    }

    public Job job(JobRun run) {
        return new Job(
                run.key().engine(),
                run.key().cluster(),
                run.key().jobId(),
                run.run(),
                run.newest(),
                run.name(),
                run.state(),
                run.closure().name(),
                run.startTime(),
                run.endTime(),
                duration(run),
                run.observedAt());
    }

    /** Returns milliseconds, or null if the end is not known. */
    @Nullable
    static Long duration(JobRun run) {
        return run.endTime() == null ? null : Long.valueOf(run.endTime() - run.startTime());
    }

    public RunSummary summary(JobRun run) {
        return new RunSummary(run.run(), run.name(), run.state(), run.startTime(), run.endTime());
    }

    public StateChange state(io.jobledger.ledger.StateChange change) {
        return new StateChange(change.state(), change.time());
    }

    Vertex vertex(io.jobledger.ledger.Vertex vertex, List<io.jobledger.ledger.Attempt> attempts) {
        return new Vertex(
                vertex.vertexId(),
                vertex.name(),
                vertex.parallelism(),
                vertex.maxParallelism(),
                vertex.status(),
                vertex.startTime(),
                vertex.endTime(),
                attempts.stream().map(this::attempt).toList());
    }

    private Attempt attempt(io.jobledger.ledger.Attempt attempt) {
        return new Attempt(
                attempt.subtask(),
                attempt.attempt(),
                attempt.status(),
                attempt.host(),
                attempt.startTime(),
                attempt.endTime());
    }

    public Checkpoint checkpoint(io.jobledger.ledger.Checkpoint checkpoint) {
        return new Checkpoint(
                checkpoint.checkpointId(),
                checkpoint.pipeline(),
                checkpoint.status(),
                checkpoint.kind(),
                checkpoint.savepoint(),
                checkpoint.triggerTime(),
                checkpoint.ackTime(),
                checkpoint.duration(),
                checkpoint.stateSize(),
                checkpoint.checkpointedSize(),
                checkpoint.subtasks(),
                checkpoint.acknowledgedSubtasks(),
                checkpoint.externalPath(),
                checkpoint.discarded(),
                checkpoint.failureTime(),
                checkpoint.failureMessage());
    }

    public JobException exception(io.jobledger.ledger.JobException exception) {
        return new JobException(
                exception.time(),
                exception.name(),
                marked(exception.text()),
                exception.task(),
                exception.location(),
                exception.taskManagerId());
    }

    /** Returns a stack trace that says at its end if it may be cut. One of exactly that length is whole, and rare. */
    private static String marked(String stackTrace) {
        return stackTrace.length() < Limits.LONG_TEXT ? stackTrace : stackTrace + CUT;
    }

    public MetricSample sample(io.jobledger.ledger.MetricSample sample) {
        Map<String, Object> metrics = object(sample.metrics());
        return new MetricSample(sample.time(), metrics == null ? Map.of() : metrics);
    }

    public ExceptionGroup group(io.jobledger.ledger.search.ExceptionGroup group) {
        return new ExceptionGroup(
                group.id(),
                group.rootCause(),
                group.message(),
                marked(group.sample()),
                group.exceptions(),
                group.jobs(),
                group.firstSeen(),
                group.lastSeen());
    }

    public Savepoint savepoint(CataloguedSavepoint savepoint) {
        return savepoint(savepoint.savepoint(), savepoint.run());
    }

    Savepoint savepoint(io.jobledger.ledger.savepoints.Savepoint savepoint, @Nullable JobRun run) {
        return new Savepoint(
                savepoint.engine(),
                savepoint.cluster(),
                savepoint.path(),
                run == null ? null : run.key().jobId(),
                run == null ? null : Integer.valueOf(run.run()),
                run == null ? null : run.name(),
                savepoint.checkpointId(),
                savepoint.createdAt(),
                savepoint.disposedAt());
    }

    public Operation operation(io.jobledger.ledger.operations.Operation operation) {
        return new Operation(
                operation.id(),
                operation.engine(),
                operation.cluster(),
                operation.jobId(),
                operation.kind().name(),
                operation.triggerId(),
                operation.requestedAt(),
                operation.requestedFrom(),
                shown(operation.request()),
                operation.status().name(),
                operation.completedAt(),
                operation.resultStatus(),
                shown(operation.result()));
    }

    @Nullable
    private static String shown(@Nullable String body) {
        if (body == null || body.length() <= SHOWN_OF_BODY) {
            return body;
        }
        // A character of two chars is not cut.
        int end = Character.isHighSurrogate(body.charAt(SHOWN_OF_BODY - 1)) ? SHOWN_OF_BODY - 1 : SHOWN_OF_BODY;
        return body.substring(0, end);
    }

    public StatisticsGroup statistics(StatisticsRow row) {
        return new StatisticsGroup(
                row.day(),
                row.name(),
                row.state(),
                row.engine(),
                row.jobs(),
                row.ended(),
                row.p50(),
                row.p95(),
                row.p99());
    }

    public ArchiveImport archiveImport(Import archives) {
        ImportProgress progress = archives.progress();
        return new ArchiveImport(
                archives.id(),
                archives.engine(),
                archives.cluster(),
                archives.directory(),
                archives.watched(),
                archives.state().name(),
                archives.startedAt(),
                archives.endedAt(),
                progress.seen(),
                progress.taken(),
                progress.skipped(),
                skipped(progress),
                progress.quarantined(),
                progress.filesPerSecond(),
                progress.millisLeft(),
                archives.error());
    }

    private static List<SkippedArchives> skipped(ImportProgress progress) {
        if (progress.unchanged() == null) {
            return List.of();
        }
        return Stream.of(
                        new SkippedArchives("RECORDED", progress.skipped() - progress.unchanged()),
                        new SkippedArchives("UNCHANGED", progress.unchanged()))
                .filter(reason -> reason.getFiles() > 0)
                .toList();
    }

    public QuarantinedFile quarantined(io.jobledger.ledger.imports.QuarantinedFile file) {
        return new QuarantinedFile(
                file.file(), file.reason(), file.size(), file.modifiedAt(), file.firstSeen(), file.lastTried());
    }

    public RetentionRule rule(RetentionPreview.Effect effect) {
        io.jobledger.ledger.retention.RetentionRule rule = effect.rule();
        return new RetentionRule(
                rule.engine(),
                rule.cluster(),
                rule.state(),
                rule.namePattern(),
                rule.maxAge() == null ? null : Long.valueOf(rule.maxAge().toMillis()),
                rule.maxCount(),
                effect.wouldDelete(),
                effect.examples().stream().map(this::job).toList());
    }

    /** Returns the fields of an object of any shape; null if the text is no JSON object. */
    @Nullable
    Map<String, Object> object(String text) {
        try {
            var node = json.read(text);
            return node.isObject() ? new LinkedHashMap<>(Json.fields(node)) : null;
        } catch (UncheckedIOException e) {
            return null;
        }
    }
}
