package io.jobledger.ledger.search;

import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.page.InvalidCursorException;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;

/** Jobs of all engines, by what is known of them. */
public interface JobSearch {
    /**
     * One page of jobs, at the cost of three statements at most.
     *
     * @throws InvalidCursorException if the cursor is none, or one of another query
     */
    Page<JobRun> jobs(JobQuery query, PageRequest page);
}
