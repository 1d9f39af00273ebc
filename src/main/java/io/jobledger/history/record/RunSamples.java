package io.jobledger.history.record;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.search.RunHistory;
import io.jobledger.ledger.statistics.EndSamples;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the metrics of a run over time: the samples, or else the values at its end. */
@Singleton
public record RunSamples(RunHistory history, Ledger ledger, List<EndSamples> ends) {
    /** The path of the document of the job itself. */
    private static final String JOB = "";

    /** Returns the samples, oldest first. */
    public Page<MetricSample> of(JobRun run, PageRequest asked) {
        Page<MetricSample> sampled = history.samples(run.id(), asked);
        if (!sampled.items().isEmpty() || asked.cursor() != null || run.closure() != Closure.SEALED) {
            return sampled;
        }
        Optional<Document> job = ledger.document(run.id(), JOB).filter(document -> document.status() == 200);
        return new Page<>(
                job.stream()
                        .flatMap(document -> ends.stream()
                                .filter(end -> end.engine().equals(run.key().engine()))
                                .flatMap(end -> end.of(document).stream()))
                        .toList(),
                null);
    }
}
