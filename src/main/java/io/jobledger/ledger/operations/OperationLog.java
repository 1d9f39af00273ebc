package io.jobledger.ledger.operations;

import io.jobledger.ledger.JobKey;
import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.Optional;

/** Keeps the requests to the engines. An engine forgets them after minutes; the log does not. */
public interface OperationLog {
    /**
     * Notes a request. One in progress with the same kind, job and trigger id is the same operation: clients may choose
     * trigger ids to repeat a request safely. A finished one is another operation: the client may have repeated its
     * request to an engine that knows nothing of the first.
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
     * @return false if nothing was noted. Either the operation is finished, or the request repeated one in progress
     *     with the same kind, job and id
     */
    boolean triggered(long id, String triggerId);

    /** Notes the job that an operation has made, which was begun without one. It never changes a finished operation. */
    void made(long id, String jobId);

    /** Returns the operation with this id, if it is one on this job. */
    Optional<Operation> find(JobKey job, long id);

    /** Returns all operations on the job, oldest first. */
    List<Operation> ofJob(JobKey job);

    /** Returns the last requested operation with this trigger id. */
    Optional<Operation> find(String engine, String cluster, String triggerId);

    /** Returns the last requested operation with this trigger id on this job. */
    Optional<Operation> find(JobKey job, String triggerId);

    /** Returns the operations in progress, oldest first. */
    List<Operation> inProgress(String engine, String cluster);
}
