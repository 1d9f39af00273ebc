package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps every job, every run of it, and the known facts of each run. */
public interface Ledger {
    /**
     * Records a snapshot in one transaction. Recording it again changes nothing.
     *
     * <p>The snapshot belongs to the run with its start time. The ledger makes that run if there is none yet.
     *
     * <p>A sealed run never changes. An open snapshot reopens a lost run, and a sealed snapshot seals it. An open
     * snapshot that was observed before the recorded one only adds facts, and changes none. So does an open snapshot
     * without an end, of an open run whose end is on record.
     *
     * <p>Facts are merged: earlier facts stay. Documents of an open or lost snapshot replace those at their paths.
     * Documents of a sealed snapshot replace all, unless it has none.
     *
     * @return the run as it is recorded now
     */
    JobRun record(JobSnapshot snapshot);

    /**
     * Records many snapshots, as {@link #record} does. They share transactions, so that each costs far less. One that
     * cannot be recorded does not keep the others out.
     *
     * @param snapshots taken one after another: of each, the documents are held in packed form only
     * @return the outcome of each snapshot, in their order
     * @throws RuntimeException if the database fails; then any of them may be recorded, and all can be tried again
     */
    List<Recorded> recordAll(Stream<JobSnapshot> snapshots);

    /** Returns the run of the job with the greatest start time. */
    Optional<JobRun> newestRun(JobKey key);

    /** Returns all runs of the job, newest start first. */
    List<JobRun> runs(JobKey key);

    Optional<JobRun> run(long runId);

    /** Returns the runs of the known jobs among these, by job id, newest start first. It takes few statements. */
    Map<String, List<JobRun>> runs(String engine, String cluster, Collection<String> jobIds);

    /** Returns the open runs of a cluster, newest start first. */
    List<JobRun> openRuns(String engine, String cluster);

    /**
     * Returns the newest run of each job, newest start first.
     *
     * @param limit how many at most; 0 lists none, a negative one is an {@link IllegalArgumentException}
     */
    List<JobRun> newestJobs(String engine, String cluster, int limit);

    /**
     * Returns the newest runs that are sealed or lost and ended last, in the order of their ends. Of those that ended
     * in one millisecond, the one observed first comes first, and then the one recorded first.
     *
     * @param state only those that ended in it, as the engine spells it; null for all
     * @param limit how many at most; 0 lists none, a negative one is an {@link IllegalArgumentException}
     */
    List<JobRun> endedJobs(String engine, String cluster, @Nullable String state, int limit);

    /** Returns how many jobs have their newest run in each state. States without jobs are left out. */
    Map<String, Long> countByState(String engine, String cluster);

    /** Returns the document of the job's newest run at this path, with one statement. */
    RecordedDocument document(JobKey key, String path);

    /** Returns the same of several jobs of one cluster at once, by their ids. Unknown jobs are left out. */
    Map<String, RecordedDocument> documents(String engine, String cluster, Collection<String> jobIds, String path);

    Optional<Document> document(long runId, String path);

    /** Returns all documents of the run, by path in the order of their UTF-8 bytes. */
    List<Document> documents(long runId);

    /** Returns the documents of the run whose paths begin with this one, in the same order. */
    List<Document> documents(long runId, String below);

    /** Oldest first. */
    List<StateChange> states(long runId);

    /** In the engine's order. */
    List<Vertex> vertices(long runId);

    /** By vertex id, subtask and attempt. */
    List<Attempt> attempts(long runId);

    /** Newest first, by checkpoint id; those of one id by pipeline. */
    List<Checkpoint> checkpoints(long runId);

    /**
     * Returns how many checkpoints the engine has counted and dropped before they were recorded. It is 0 if none is
     * known to be missing. Failed ones do not count, as engines count some that they never list. The true number may be
     * greater: an engine that began anew has forgotten how many it had counted.
     */
    long missingCheckpoints(long runId);

    /** Returns how many checkpoints failed, as the engine counted them. It is 0 if the engine never said. */
    long failedCheckpoints(long runId);

    /** Newest first. */
    List<JobException> exceptions(long runId);

    /** Oldest first: a few hundred at most, spread over the run. */
    List<MetricSample> samples(long runId);
}
