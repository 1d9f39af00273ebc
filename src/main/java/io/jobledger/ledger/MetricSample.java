package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

/**
 * The engine's metrics of a run at one time.
 *
 * @param time milliseconds since the epoch; one before the run's start counts as its start
 * @param metrics the engine's own JSON object of metrics at that time. One of more than 1,048,576 characters is not kept,
 *     as JSON that is cut is none
 */
public record MetricSample(long time, String metrics) {
    public MetricSample {
        requireNonNull(metrics, "metrics");
    }
}
