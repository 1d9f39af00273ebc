package io.jobledger.ledger;

import io.jobledger.ledger.NewRuns.Job;
import io.jobledger.ledger.NewRuns.NewRun;
import io.jobledger.ledger.sql.Database;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes many snapshots down: those of jobs that are new together, all others as if they came alone. */
@Singleton
final class BatchRecording {
    private final Clusters clusters;
    private final JobRows jobs;
    private final ExceptionTexts texts;
    private final NewRuns newRuns;
    private final RunCounts counts;
    private final Transactions transactions;
    private final Recording recording;
    private final Database database;

    BatchRecording(
            Clusters clusters,
            JobRows jobs,
            ExceptionTexts texts,
            NewRuns newRuns,
            RunCounts counts,
            Transactions transactions,
            Recording recording,
            Database database) {
        this.clusters = clusters;
        this.jobs = jobs;
        this.texts = texts;
        this.newRuns = newRuns;
        this.counts = counts;
        this.transactions = transactions;
        this.recording = recording;
        this.database = database;
    }

    List<Recorded> record(List<JobSnapshot> snapshots) {
        Recorded[] recorded = new Recorded[snapshots.size()];
        Map<Job, Integer> places = firstOfEachNewJob(snapshots);
        Map<Job, JobRow> written = write(snapshots, places);
        written.forEach((job, row) -> {
            JobKey key = snapshots.get(places.get(job)).key();
            recorded[places.get(job)] = new Recorded(row.toRun(key.engine(), key.cluster()), true, null);
        });
        for (int i = 0; i < recorded.length; i++) {
            if (recorded[i] == null) {
                recorded[i] = alone(snapshots.get(i));
            }
        }
        return Arrays.asList(recorded);
    }

    /** Where in the list jobs come first that the ledger does not know, in the order of the jobs. */
    private Map<Job, Integer> firstOfEachNewJob(List<JobSnapshot> snapshots) {
        Map<Job, Integer> places = new TreeMap<>();
        Map<Integer, Set<String>> ofCluster = new HashMap<>();
        for (int i = 0; i < snapshots.size(); i++) {
            JobKey key = snapshots.get(i).key();
            int clusterId = clusters.findOrAdd(key.engine(), key.cluster());
            if (places.putIfAbsent(new Job(clusterId, key.jobId()), i) == null) {
                ofCluster.computeIfAbsent(clusterId, id -> new HashSet<>()).add(key.jobId());
            }
        }
        ofCluster.forEach((clusterId, jobIds) -> database.ofEach(jobIds, some -> jobs.known(clusterId, some))
                .forEach(jobId -> places.remove(new Job(clusterId, jobId))));
        return places;
    }

    /** @return what was written; nothing if one of them is refused */
    private Map<Job, JobRow> write(List<JobSnapshot> snapshots, Map<Job, Integer> places) {
        if (places.isEmpty()) {
            return Map.of();
        }
        List<NewRun> runs = new ArrayList<>();
        places.forEach((job, place) -> {
            JobSnapshot snapshot = snapshots.get(place);
            runs.add(new NewRun(
                    job.clusterId(),
                    snapshot,
                    texts.findOrAdd(snapshot.exceptions()),
                    Chunks.pack(snapshot.documents())));
        });
        try {
            return transactions.write(() -> {
                Tally tally = new Tally();
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
