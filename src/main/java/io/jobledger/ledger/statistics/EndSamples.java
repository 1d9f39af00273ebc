package io.jobledger.ledger.statistics;

import io.jobledger.ledger.Document;
import io.jobledger.ledger.MetricSample;
import java.util.List;

/**
 * What an engine's own document of a job that has ended tells of its metrics: nobody took samples of a run that was
 * imported. Worked out when it is asked for, as an import has no time for it.
 */
public interface EndSamples {
    /** Short name of the engine that they are of. */
    String engine();

    /**
     * One sample at the end of the job, in the shape of those that are taken while a job runs; none if the document tells
     * of no metrics.
     *
     * @param job the document of the job itself, with the status 200
     */
    List<MetricSample> of(Document job);
}
