package io.jobledger.history.export;

import io.jobledger.ledger.JobRun;
import io.micronaut.http.MediaType;
import java.util.List;

/** Writes jobs one after the other. */
public interface ExportFormat {
    MediaType mediaType();

    /** Returns the bytes before the first job; may be empty. */
    byte[] head();

    byte[] lines(List<JobRun> jobs);
}
