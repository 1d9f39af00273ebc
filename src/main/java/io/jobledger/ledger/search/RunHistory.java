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
 * What is recorded of one run, page by page. A run that is unknown has nothing. All throw {@link InvalidCursorException}
 * for a cursor that is none, or one of another question.
 */
public interface RunHistory {
    /** Newest start first. */
    Page<JobRun> runs(JobKey key, PageRequest page);

    /**
     * Newest first, by checkpoint id; those of one id by pipeline.
     *
     * @param status as recorded, such as {@code COMPLETED}; null for all
     * @param kind as recorded, such as {@code SAVEPOINT}; null for all
     */
    Page<Checkpoint> checkpoints(long runId, @Nullable String status, @Nullable String kind, PageRequest page);

    /** How many checkpoints have which status, by the status as recorded; without those that none has. */
    Map<String, Long> checkpointsByStatus(long runId);

    /** Newest first. */
    Page<JobException> exceptions(long runId, PageRequest page);

    /** Oldest first. */
    Page<StateChange> states(long runId, PageRequest page);

    /** Oldest first. */
    Page<MetricSample> samples(long runId, PageRequest page);
}
