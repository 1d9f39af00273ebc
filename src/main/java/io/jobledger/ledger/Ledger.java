package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every job, every run of it, and what was known of it. */
public interface Ledger {
    /**
     * Writes a snapshot down, in one transaction; recording it again changes nothing.
     *
     * <p>The snapshot belongs to the run with its start time, which is made if there is none yet. A sealed run never
     * changes. A lost run is reopened by an open snapshot, or sealed by a sealed one. An open snapshot observed before
     * what is already recorded only adds facts, and changes none. Facts are merged: those recorded before stay. Of the
     * documents, those named by an open or lost snapshot replace the ones at their paths; those of a sealed snapshot
     * replace all (unless it has none).
     *
     * @return the run as it is recorded now
     */
    JobRun record(JobSnapshot snapshot);

    /**
     * As {@link #record}, of many snapshots: they share transactions, so that each costs far less. One that cannot be
     * recorded does not keep the others out.
     *
     * @param snapshots taken one after another: of each, the documents are held in packed form only
     * @return what became of each, in their order
     * @throws RuntimeException if the database fails; then any of them may be recorded, and all can be tried again
     */
    List<Recorded> recordAll(Stream<JobSnapshot> snapshots);

    /** The run of the job with the greatest start time. */
    Optional<JobRun> newestRun(JobKey key);

    /** All runs of the job, newest start first. */
    List<JobRun> runs(JobKey key);

    Optional<JobRun> run(long runId);

    /** The runs of the jobs, by job id, newest start first; nothing of jobs that are not known. In few statements. */
    Map<String, List<JobRun>> runs(String engine, String cluster, Collection<String> jobIds);

    /** The open runs of a cluster, newest start first. */
    List<JobRun> openRuns(String engine, String cluster);

    /**
     * The newest run of each job, newest start first.
     *
     * @param limit how many at most; 0 lists none, a negative one is an {@link IllegalArgumentException}
     */
    List<JobRun> newestJobs(String engine, String cluster, int limit);

    /**
     * Of the jobs whose newest run is sealed or lost, those that ended last, in the order of their end. Of those that
     * ended in one millisecond, the one observed, and then the one recorded, first comes first.
     *
     * @param state only those that ended in it, as the engine spells it; null for all
     * @param limit how many at most; 0 lists none, a negative one is an {@link IllegalArgumentException}
     */
    List<JobRun> endedJobs(String engine, String cluster, @Nullable String state, int limit);

    /** How many jobs' newest runs are in each state. Without the states of none. */
    Map<String, Long> countByState(String engine, String cluster);

    /** What the newest run of the job has at this path, at the cost of one statement. */
    RecordedDocument document(JobKey key, String path);

    /** The same of several jobs of one cluster at once, by their ids. Without those that are not known. */
    Map<String, RecordedDocument> documents(String engine, String cluster, Collection<String> jobIds, String path);

    Optional<Document> document(long runId, String path);

    /** All documents of the run, by path in the order of their UTF-8 bytes. */
    List<Document> documents(long runId);

    /** Oldest first. */
    List<StateChange> states(long runId);

    /** In the engine's order. */
    List<Vertex> vertices(long runId);

    /** By vertex id, subtask and attempt. */
    List<Attempt> attempts(long runId);

    /** Newest first, by checkpoint id; those of one id by pipeline. */
    List<Checkpoint> checkpoints(long runId);

    /**
     * How many checkpoints of the run the engine has counted and dropped before they were recorded, 0 if none is known to
     * be missing. At least: an engine that began anew has forgotten how many it had counted.
     */
    long missingCheckpoints(long runId);

    /** Newest first. */
    List<JobException> exceptions(long runId);

    /** Oldest first: a few hundred at most, spread over the run. */
    List<MetricSample> samples(long runId);
}
