package io.jobledger.imports;

import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import java.io.IOException;
import java.util.List;

/** Reads the archives of one engine. */
public interface ArchiveFormat extends ArchiveLayout {
    /** Returns the engine's name in the ledger. */
    String engine();

    /** Returns the cluster for archives of imports that name none. */
    String cluster();

    /** Returns the directories to watch while the service runs. */
    List<WatchedDirectory> watched();

    /** Returns the id of the job whose archive has this path. */
    String jobId(String path);

    /**
     * Reads an archive, of any size. Its documents may be read from the file until they are recorded.
     *
     * @throws IOException if the file cannot be read
     * @throws UnreadableArchiveException if it is not, or not yet, a whole archive of the job
     */
    JobSnapshot read(JobKey job, ArchiveInput file) throws IOException, UnreadableArchiveException;

    /**
     * Returns whether the engine's recorder follows the job. It knows more than the archive, and will record the end.
     *
     * @param archived the run
     * @param known the job's recorded runs
     * @param modifiedAt the time of the archive's last change, ms since the epoch
     */
    boolean isFollowed(JobSnapshot archived, List<JobRun> known, long modifiedAt);

    /** Returns a run that was followed once: its recorded facts, with its end from its archive. */
    JobSnapshot complete(JobRun run, JobSnapshot archived);

    /** Tells the engine's code that a run was, or may have been, recorded for a job that was known before. */
    void recorded(JobRun run);
}
