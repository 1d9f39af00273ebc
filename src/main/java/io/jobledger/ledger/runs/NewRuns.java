package io.jobledger.ledger.runs;

import static java.util.stream.Collectors.groupingBy;

import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.documents.Chunk;
import io.jobledger.ledger.documents.ChunkRow;
import io.jobledger.ledger.documents.Chunks;
import io.jobledger.ledger.savepoints.SavepointRow;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes runs of jobs that the ledger does not know, many at a time and table by table. Nothing has to be read or
 * merged, so that each run costs a fraction of a run that is recorded alone.
 */
@Singleton
final class NewRuns {
    private static final Comparator<SavepointAt> SAVEPOINTS =
            Comparator.comparingInt(SavepointAt::clusterId).thenComparing(SavepointAt::path);

    private final Database database;
    private final Samples samples;

    NewRuns(Database database, Samples samples) {
        this.database = database;
        this.samples = samples;
    }

    /**
     * Holds a run to write, with all parts that can be made ready before the transaction.
     *
     * @param snapshot without its documents, unless it is large
     * @param texts those of the snapshot's exceptions
     * @param chunks its documents; none if it is large
     */
    record NewRun(int clusterId, JobSnapshot snapshot, Map<String, ExceptionTexts.Entry> texts, List<Chunk> chunks) {
        JobRow row() {
            return JobRow.first(clusterId, 1, true, snapshot);
        }

        Job job() {
            return new Job(clusterId, snapshot.key().jobId());
        }

        /** Returns whether its documents are too large to be packed before they are written. */
        boolean isLarge() {
            return !snapshot.documents().isEmpty();
        }

        /** Returns the snapshot with its documents. */
        JobSnapshot whole() {
            return isLarge()
                    ? snapshot
                    : snapshot.toBuilder()
                            .documents(chunks.stream()
                                    .flatMap(chunk -> chunk.unpack().stream())
                                    .toList())
                            .build();
        }
    }

    /** Identifies a job. Jobs sort in the order in which their runs are written. */
    record Job(int clusterId, String jobId) implements Comparable<Job> {
        @Override
        public int compareTo(Job other) {
            int byCluster = Integer.compare(clusterId, other.clusterId);
            return byCluster != 0 ? byCluster : jobId.compareTo(other.jobId);
        }
    }

    private record SavepointAt(int clusterId, String path) {}

    /**
     * Writes the runs whose job no other service has written meanwhile. Callers are in a transaction.
     *
     * @param runs one per job, in the order of their jobs. Of two transactions with the same jobs one then waits for
     *     the other, and never each for the other
     * @param tally takes the changes to the counts
     * @return the rows of the runs that were written
     */
    Map<Job, JobRow> add(List<NewRun> runs, CountDeltas tally) {
        Map<Job, Long> ids = insert(runs);
        Map<Job, JobRow> written = new HashMap<>();
        List<StateRow> states = new ArrayList<>();
        List<VertexRow> vertices = new ArrayList<>();
        List<AttemptRow> attempts = new ArrayList<>();
        List<CheckpointRow> checkpoints = new ArrayList<>();
        List<ExceptionRow> exceptions = new ArrayList<>();
        List<ChunkRow> chunks = new ArrayList<>();
        TreeMap<SavepointAt, SavepointRow> made = new TreeMap<>(SAVEPOINTS);
        for (NewRun run : runs) {
            Long id = ids.get(run.job());
            if (id == null) {
                continue;
            }
            JobSnapshot said = run.snapshot();
            JobRow row = run.row().withId(id);
            written.put(run.job(), row);
            states.addAll(rows(said.states(), fact -> StateRow.of(id, fact), Function.identity()));
            vertices.addAll(rows(said.vertices(), fact -> VertexRow.of(id, fact), VertexRow::vertexId));
            attempts.addAll(rows(said.attempts(), fact -> AttemptRow.of(id, fact), AttemptRow::number));
            List<CheckpointRow> ofRun =
                    rows(said.checkpoints(), fact -> CheckpointRow.of(id, fact), CheckpointRow::number);
            checkpoints.addAll(ofRun);
            ofRun.stream()
                    .filter(CheckpointRow::makesSavepoint)
                    .map(point -> point.toSavepoint(run.clusterId()))
                    .forEach(point -> made.putIfAbsent(new SavepointAt(run.clusterId(), point.path()), point));
            List<ExceptionRow> thrown = rows(
                    said.exceptions(),
                    fact -> ExceptionRow.of(id, fact, run.texts().get(fact.text())),
                    ExceptionRow::mark);
            exceptions.addAll(thrown);
            count(row, thrown, tally);
            chunks.addAll(Chunks.rows(id, run.chunks()));
            samples.merge(row, said);
        }
        List.of(states, vertices, attempts, checkpoints, exceptions, chunks).forEach(database::insert);
        database.insertIfAbsent(List.copyOf(made.values()));
        return written;
    }

    /** @return the ids of the rows that were inserted */
    private Map<Job, Long> insert(List<NewRun> runs) {
        record Made(long id, Job job) {}
        List<Made> made = database.insertIfAbsent(
                runs.stream().map(NewRun::row).toList(),
                List.of("id", "cluster_id", "job_id"),
                row -> new Made(row.getLong(1), new Job(row.getInt(2), row.getString(3))));
        if (made.isEmpty()) {
            return Map.of();
        }
        LongSummaryStatistics ids = made.stream().mapToLong(Made::id).summaryStatistics();
        Set<Long> there = Set.copyOf(database.list(
                new Sql("SELECT id FROM jobs WHERE id BETWEEN ? AND ?", ids.getMin(), ids.getMax()),
                row -> row.getLong(1)));
        return made.stream().filter(one -> there.contains(one.id())).collect(Collectors.toMap(Made::job, Made::id));
    }

    private static void count(JobRow row, List<ExceptionRow> thrown, CountDeltas tally) {
        if (row.duration() != JobRow.UNKNOWN) {
            tally.day(row.clusterId(), row.day());
        }
        thrown.stream().collect(groupingBy(ExceptionRow::groupId)).forEach((groupId, ofGroup) -> {
            LongSummaryStatistics times =
                    ofGroup.stream().mapToLong(ExceptionRow::time).summaryStatistics();
            tally.exceptions(groupId, row.clusterId(), ofGroup.size(), 1, times.getMin(), times.getMax());
        });
    }

    private static <F, R, K> List<R> rows(List<F> said, Function<F, R> toRow, Function<R, K> key) {
        return RowDiff.between(List.of(), said.stream().map(toRow).toList(), key, true)
                .added();
    }
}
