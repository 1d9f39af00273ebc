package io.jobledger.flink.recorder;

import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.statistics.EndSamples;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Samples the total records and bytes in and out of each vertex at a job's end. */
@Singleton
final class VertexTotals implements EndSamples {
    private final Json json;
    private final Clock clock;

    VertexTotals(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String engine() {
        return EmbeddedFlink.NAME;
    }

    @Override
    public List<MetricSample> of(Document job) {
        return VertexMetrics.sample(job, clock.millis(), json);
    }
}
