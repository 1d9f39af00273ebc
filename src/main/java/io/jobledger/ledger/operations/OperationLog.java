package io.jobledger.ledger.operations;

import io.jobledger.ledger.JobKey;
import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.Optional;

/** What was asked of the engines. An engine forgets it after minutes; the log does not. */
public interface OperationLog {
    /**
     * Notes that something is asked. An operation with the same kind, job and trigger id as one in progress is that one,
     * as clients may choose trigger ids to repeat a request safely. One that is finished is another: the client may have
     * repeated its request to an engine that knows nothing of the first.
     */
    Operation begin(NewOperation operation);

    /**
     * Notes the outcome. Never changes an operation that is finished.
     *
     * @param status not {@link OperationStatus#IN_PROGRESS}
     * @param httpStatus of the engine's last answer; null when there was none
     * @param result the engine's last body, of any length; null when there was none
     * @param at milliseconds since the epoch
     */
    void finish(long id, OperationStatus status, @Nullable Integer httpStatus, @Nullable String result, long at);

    /**
     * Notes the id under which the engine has accepted an operation that was begun without one.
     *
     * @return false if nothing was noted: one in progress with the same kind and job has this id, so that the request only
     *     repeated that one; or the operation is finished
     */
    boolean triggered(long id, String triggerId);

    /** Notes the job that was made by an operation that was begun without one. Never changes one that is finished. */
    void made(long id, String jobId);

    /** The operation with this id, if it is one on this job. */
    Optional<Operation> find(JobKey job, long id);

    /** All that was ever asked about the job, oldest first. */
    List<Operation> ofJob(JobKey job);

    /** The operation with this trigger id that was asked for last. */
    Optional<Operation> find(String engine, String cluster, String triggerId);

    /** The operation with this trigger id on this job that was asked for last. */
    Optional<Operation> find(JobKey job, String triggerId);

    /** Oldest first. */
    List<Operation> inProgress(String engine, String cluster);
}
