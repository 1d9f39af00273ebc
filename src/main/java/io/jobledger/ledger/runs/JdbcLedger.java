package io.jobledger.ledger.runs;

import static java.util.stream.Collectors.groupingBy;

import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Limits;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.Recorded;
import io.jobledger.ledger.RecordedDocument;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.Vertex;
import io.jobledger.ledger.clusters.ClusterRow;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.documents.Chunks;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

@Singleton
final class JdbcLedger implements Ledger {
    private static final Comparator<Attempt> ATTEMPTS = Comparator.comparing(Attempt::vertexId)
            .thenComparingInt(Attempt::subtask)
            .thenComparingInt(Attempt::attempt);

    private final Clusters clusters;
    private final JobRows jobs;
    private final StateRows states;
    private final VertexRows vertices;
    private final AttemptRows attempts;
    private final CheckpointRows checkpoints;
    private final ExceptionRows exceptions;
    private final SampleRows samples;
    private final Chunks chunks;
    private final NewestDocument newestDocument;
    private final Recording recording;
    private final BatchRecording batches;
    private final Database database;

    JdbcLedger(
            Clusters clusters,
            JobRows jobs,
            StateRows states,
            VertexRows vertices,
            AttemptRows attempts,
            CheckpointRows checkpoints,
            ExceptionRows exceptions,
            SampleRows samples,
            Chunks chunks,
            NewestDocument newestDocument,
            Recording recording,
            BatchRecording batches,
            Database database) {
        this.clusters = clusters;
        this.jobs = jobs;
        this.states = states;
        this.vertices = vertices;
        this.attempts = attempts;
        this.checkpoints = checkpoints;
        this.exceptions = exceptions;
        this.samples = samples;
        this.chunks = chunks;
        this.newestDocument = newestDocument;
        this.recording = recording;
        this.batches = batches;
        this.database = database;
    }

    @Override
    public JobRun record(JobSnapshot snapshot) {
        return recording.record(snapshot);
    }

    @Override
    public List<Recorded> recordAll(Stream<JobSnapshot> snapshots) {
        return batches.record(snapshots);
    }

    @Override
    public Optional<JobRun> newestRun(JobKey key) {
        return clusterOf(key)
                .flatMap(id -> jobs.findByClusterIdAndJobIdAndNewestTrue(id, key.jobId()))
                .map(row -> row.toRun(key.engine(), key.cluster()));
    }

    @Override
    public List<JobRun> runs(JobKey key) {
        return clusterOf(key)
                .map(id -> jobs.findByClusterIdAndJobIdOrderByStartTimeDesc(id, key.jobId()))
                .map(rows -> runs(rows, key.engine(), key.cluster()))
                .orElse(List.of());
    }

    @Override
    public Map<String, List<JobRun>> runs(String engine, String cluster, Collection<String> jobIds) {
        List<String> storable = jobIds.stream()
                .filter(id -> Limits.storable(id, Limits.JOB_ID))
                .distinct()
                .toList();
        Optional<Integer> clusterId = clusters.find(engine, cluster);
        if (clusterId.isEmpty()) {
            return Map.of();
        }
        // Most of many jobs are new, as when archives are imported. Only rows of the others are read.
        List<String> known = database.ofEach(
                storable,
                some -> database.list(
                        new Sql("SELECT DISTINCT job_id FROM jobs WHERE cluster_id = ? AND job_id", clusterId.get())
                                .in(some),
                        row -> row.getString(1)));
        List<JobRun> found =
                runs(database.ofEach(known, some -> jobs.of(clusterId.get(), some)), engine, cluster).stream()
                        .sorted(Comparator.comparingLong(JobRun::startTime).reversed())
                        .toList();
        return found.stream().collect(groupingBy(run -> run.key().jobId()));
    }

    @Override
    public Optional<JobRun> run(long runId) {
        return jobs.findById(runId).map(row -> {
            ClusterRow cluster = clusters.byId(row.clusterId());
            return row.toRun(cluster.engine(), cluster.name());
        });
    }

    @Override
    public List<JobRun> openRuns(String engine, String cluster) {
        return clusters.find(engine, cluster)
                .map(id -> jobs.findByClusterIdAndClosureOrderByStartTimeDesc(id, Closure.OPEN))
                .map(rows -> runs(rows, engine, cluster))
                .orElse(List.of());
    }

    @Override
    public List<JobRun> newestJobs(String engine, String cluster, int limit) {
        return limited(limit, engine, cluster, id -> jobs.newest(id, limit));
    }

    @Override
    public List<JobRun> endedJobs(String engine, String cluster, @Nullable String state, int limit) {
        List<JobRun> ended = new ArrayList<>(limited(limit, engine, cluster, id -> lastEnded(id, state, limit)));
        Collections.reverse(ended);
        return ended;
    }

    private List<JobRow> lastEnded(int clusterId, @Nullable String state, int limit) {
        if (state == null) {
            return jobs.lastEnded(clusterId, limit);
        }
        return Limits.storable(state, Limits.STATE) ? jobs.lastEnded(clusterId, state, limit) : List.of();
    }

    private List<JobRun> limited(int limit, String engine, String cluster, IntFunction<List<JobRow>> query) {
        if (limit < 0) {
            throw new IllegalArgumentException("A limit is 0 or more, not " + limit);
        }
        if (limit == 0) {
            return List.of();
        }
        return clusters.find(engine, cluster)
                .map(query::apply)
                .map(rows -> runs(rows, engine, cluster))
                .orElse(List.of());
    }

    @Override
    public Map<String, Long> countByState(String engine, String cluster) {
        Map<String, Long> counts = new TreeMap<>();
        clusters.find(engine, cluster)
                .map(jobs::countByState)
                .orElse(List.of())
                .forEach(count -> counts.put(count.state(), count.jobs()));
        return counts;
    }

    @Override
    public RecordedDocument document(JobKey key, String path) {
        return documents(key.engine(), key.cluster(), List.of(key.jobId()), path)
                .getOrDefault(key.jobId(), RecordedDocument.UNKNOWN_JOB);
    }

    @Override
    public Map<String, RecordedDocument> documents(
            String engine, String cluster, Collection<String> jobIds, String path) {
        List<String> storable = jobIds.stream()
                .filter(id -> Limits.storable(id, Limits.JOB_ID))
                .distinct()
                .toList();
        return storable.isEmpty() ? Map.of() : newestDocument.find(engine, cluster, storable, path);
    }

    @Override
    public Optional<Document> document(long runId, String path) {
        return chunks.find(runId, path);
    }

    @Override
    public List<Document> documents(long runId) {
        return chunks.all(runId);
    }

    @Override
    public List<Document> documents(long runId, String below) {
        return chunks.below(runId, below);
    }

    @Override
    public List<StateChange> states(long runId) {
        return states.findByRunIdOrderByTime(runId).stream()
                .map(StateRow::toFact)
                .toList();
    }

    @Override
    public List<Vertex> vertices(long runId) {
        return vertices.findByRunIdOrderByOrdinal(runId).stream()
                .map(VertexRow::toFact)
                .toList();
    }

    @Override
    public List<Attempt> attempts(long runId) {
        return attempts.findByRunId(runId).stream()
                .map(AttemptRow::toFact)
                .sorted(ATTEMPTS)
                .toList();
    }

    @Override
    public List<Checkpoint> checkpoints(long runId) {
        return checkpoints.findByRunIdOrderByCheckpointIdDescAndPipeline(runId).stream()
                .map(CheckpointRow::toFact)
                .toList();
    }

    @Override
    public long missingCheckpoints(long runId) {
        return Math.max(0, checkpoints.missing(runId));
    }

    @Override
    public long failedCheckpoints(long runId) {
        return checkpoints.failed(runId);
    }

    @Override
    public List<JobException> exceptions(long runId) {
        return exceptions.newestFirst(runId).stream()
                .map(ExceptionRows.Whole::toFact)
                .toList();
    }

    @Override
    public List<MetricSample> samples(long runId) {
        return samples.findByRunIdOrderBySlot(runId).stream()
                .map(SampleRow::toFact)
                .toList();
    }

    private Optional<Integer> clusterOf(JobKey key) {
        return Limits.storable(key) ? clusters.find(key.engine(), key.cluster()) : Optional.empty();
    }

    private static List<JobRun> runs(List<JobRow> rows, String engine, String cluster) {
        return rows.stream().map(row -> row.toRun(engine, cluster)).toList();
    }
}
