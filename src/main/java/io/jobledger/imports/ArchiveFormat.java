package io.jobledger.imports;

import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import java.util.List;

/** The archives of one engine. */
public interface ArchiveFormat extends ArchiveLayout {
    /** The engine's name in the ledger. */
    String engine();

    /** The cluster that archives are recorded for unless another is named. */
    String cluster();

    /** The directories that are to be watched for as long as the service runs. */
    List<WatchedDirectory> watched();

    /** The job that an archive at this path is of. */
    String jobId(String path);

    /**
     * Reads an archive.
     *
     * @throws UnreadableArchiveException if it is not, or not yet, a whole archive of the job
     */
    JobSnapshot read(JobKey job, byte[] file) throws UnreadableArchiveException;

    /**
     * Whether the job is followed by the engine's recorder, which knows more of it than its archive tells, and will record
     * its end.
     *
     * @param archived the run
     * @param known the job's recorded runs
     * @param modifiedAt when the archive was last written, ms since the epoch
     */
    boolean isFollowed(JobSnapshot archived, List<JobRun> known, long modifiedAt);

    /** All that is known of a run that was followed once: what is recorded of it, with its end from its archive. */
    JobSnapshot complete(JobRun run, JobSnapshot archived);

    /** Lets the engine's part know that a run was, or may have been, recorded of a job that was known before. */
    void recorded(JobRun run);
}
