package io.jobledger.ledger.search;

import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.page.InvalidCursorException;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.micronaut.core.annotation.Nullable;
import java.util.Map;

/**
 * Reads the recorded facts of one run, page by page. An unknown run has none. All methods throw {@link
 * InvalidCursorException} for a text that is no cursor, or a cursor of another query.
 */
public interface RunHistory {
    /** Returns the runs of the job, newest start first. */
    Page<JobRun> runs(JobKey key, PageRequest page);

    /**
     * Returns checkpoints, newest first by checkpoint id; those of one id by pipeline.
     *
     * @param status as recorded, such as {@code COMPLETED}; null for all
     * @param kind as recorded, such as {@code SAVEPOINT}; null for all
     */
    Page<Checkpoint> checkpoints(long runId, @Nullable String status, @Nullable String kind, PageRequest page);

    /** Returns how many checkpoints have each recorded status. Statuses without checkpoints are left out. */
    Map<String, Long> checkpointsByStatus(long runId);

    /** Returns exceptions, newest first. */
    Page<JobException> exceptions(long runId, PageRequest page);

    /** Returns changes of state, oldest first. */
    Page<StateChange> states(long runId, PageRequest page);

    /** Returns samples, oldest first. */
    Page<MetricSample> samples(long runId, PageRequest page);
}
