package io.jobledger.ledger.runs;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.MetricSample;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Optional;

@MappedEntity("metric_samples")
record SampleRow(@Id long runId, @Id long slot, long time, String metrics) {
    /** The length of a slot in milliseconds. */
    static final long SLOT = 5_000;

    /** Returns the row of a sample; empty if the metrics are too long to be kept. */
    static Optional<SampleRow> of(JobRow run, MetricSample sample) {
        long time = Math.max(run.startTime(), sample.time());
        return Optional.ofNullable(Limits.fitOrNull(sample.metrics(), Limits.SUMMARY))
                .map(metrics -> new SampleRow(run.id(), (time - run.startTime()) / SLOT, time, metrics));
    }

    MetricSample toFact() {
        return new MetricSample(time, metrics);
    }
}
