package io.jobledger.ledger.runs;

import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Recorded;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.SqlStates;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.documents.Chunks;
import io.jobledger.ledger.runs.NewRuns.Job;
import io.jobledger.ledger.runs.NewRuns.NewRun;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Records many snapshots: those of new jobs together, all others as if they came alone. */
@Singleton
final class BatchRecording {
    /** Bytes. The documents of a larger run are packed one after another while it is written, alone. */
    private static final long LARGE = 16 << 20;

    private final Clusters clusters;
    private final ExceptionTexts texts;
    private final NewRuns newRuns;
    private final RunCounts counts;
    private final Transactions transactions;
    private final Recording recording;

    BatchRecording(
            Clusters clusters,
            ExceptionTexts texts,
            NewRuns newRuns,
            RunCounts counts,
            Transactions transactions,
            Recording recording) {
        this.clusters = clusters;
        this.texts = texts;
        this.newRuns = newRuns;
        this.counts = counts;
        this.transactions = transactions;
        this.recording = recording;
    }

    List<Recorded> record(Stream<JobSnapshot> snapshots) {
        List<NewRun> runs = snapshots.map(this::packed).toList();
        Map<Job, Integer> places = new TreeMap<>();
        for (int i = 0; i < runs.size(); i++) {
            if (!runs.get(i).isLarge()) {
                places.putIfAbsent(runs.get(i).job(), i);
            }
        }
        Recorded[] recorded = new Recorded[runs.size()];
        write(places.values().stream().map(runs::get).toList()).forEach((job, row) -> {
            JobKey key = runs.get(places.get(job)).snapshot().key();
            recorded[places.get(job)] = new Recorded(row.toRun(key.engine(), key.cluster()), true, null);
        });
        for (int i = 0; i < recorded.length; i++) {
            if (recorded[i] == null) {
                recorded[i] = alone(runs.get(i).whole());
            }
        }
        return Arrays.asList(recorded);
    }

    private NewRun packed(JobSnapshot snapshot) {
        JobKey key = snapshot.key();
        int clusterId = clusters.findOrAdd(key.engine(), key.cluster());
        if (snapshot.documents().stream().mapToLong(Document::size).sum() > LARGE) {
            return new NewRun(clusterId, snapshot, Map.of(), List.of());
        }
        return new NewRun(
                clusterId,
                snapshot.toBuilder().documents(List.of()).build(),
                texts.findOrAdd(snapshot.exceptions()),
                Chunks.pack(snapshot.documents()));
    }

    /**
     * @param runs one per job, in the order of their jobs
     * @return the rows that were written: none of known jobs, and none at all if one run is refused
     */
    private Map<Job, JobRow> write(List<NewRun> runs) {
        if (runs.isEmpty()) {
            return Map.of();
        }
        try {
            return transactions.write(() -> {
                CountDeltas tally = new CountDeltas();
                Map<Job, JobRow> written = newRuns.add(runs, tally);
                counts.add(tally);
                return written;
            });
        } catch (RuntimeException e) {
            if (SqlStates.isRefusal(e)) {
                return Map.of();
            }
            throw e;
        }
    }

    private Recorded alone(JobSnapshot snapshot) {
        try {
            return recording.recordNews(snapshot);
        } catch (RuntimeException e) {
            if (SqlStates.isRefusal(e)) {
                return new Recorded(null, true, e);
            }
            throw e;
        }
    }
}
