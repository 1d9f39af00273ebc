package io.jobledger.history.export;

import io.jobledger.ledger.JobRun;
import io.micronaut.http.MediaType;
import java.util.List;

/** How jobs are written one after the other. */
public interface ExportFormat {
    MediaType mediaType();

    /** What comes before the first job; may be empty. */
    byte[] head();

    byte[] lines(List<JobRun> jobs);
}
