package io.jobledger.ledger.search;

import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.page.InvalidCursorException;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;

/** Searches the jobs of all engines. */
public interface JobSearch {
    /**
     * Returns one page of jobs, with three statements at most.
     *
     * @throws InvalidCursorException if the cursor is none, or one of another query
     */
    Page<JobRun> jobs(JobQuery query, PageRequest page);
}
