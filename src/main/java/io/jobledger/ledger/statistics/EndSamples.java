package io.jobledger.ledger.statistics;

import io.jobledger.ledger.Document;
import io.jobledger.ledger.MetricSample;
import java.util.List;

/**
 * Reads metrics from the engine's own document of an ended job. No samples were taken of an imported run. The samples
 * are worked out on request, as an import has no time for it.
 */
public interface EndSamples {
    /** Returns the short name of the engine of these documents. */
    String engine();

    /**
     * Returns one sample at the end of the job, in the shape of a running job's samples. Without metrics in the
     * document it returns none.
     *
     * @param job the document of the job itself, with the status 200
     */
    List<MetricSample> of(Document job);
}
