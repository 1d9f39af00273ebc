package io.jobledger.ledger.runs;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.database.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Records samples of metrics, one for every so many slots of a run. It doubles that number of slots if there would be
 * too many samples. So the samples of a run are spread over its whole length.
 */
@Singleton
final class Samples {
    /** The most strides of a run. */
    private static final long STRIDES = 300;

    private final SampleRows rows;
    private final Database database;

    Samples(SampleRows rows, Database database) {
        this.rows = rows;
        this.database = database;
    }

    /** @param run the run, locked */
    void merge(JobRow run, JobSnapshot snapshot) {
        List<SampleRow> said = snapshot.samples().stream()
                .map(sample -> SampleRow.of(run, sample))
                .flatMap(Optional::stream)
                .toList();
        if (said.isEmpty()) {
            return;
        }
        long stride = stride(Math.max(
                rows.lastSlot(run.id()),
                said.stream().mapToLong(SampleRow::slot).max().orElseThrow()));
        // The samples of a sealed run are its last, with its final metrics: they are kept in any slot.
        boolean last = snapshot.closure() == Closure.SEALED;
        List<SampleRow> kept = said.stream()
                .filter(sample -> last || sample.slot() % stride == 0)
                .toList();
        boolean written = false;
        for (SampleRow sample : kept) {
            written |= write(sample, last);
        }
        if (written && stride > 1) {
            rows.thin(run.id(), stride, kept.stream().map(SampleRow::slot).toList());
        }
    }

    private boolean write(SampleRow sample, boolean replacing) {
        return database.insertIfAbsent(List.of(sample)) > 0
                || replacing && rows.replace(sample.runId(), sample.slot(), sample.time(), sample.metrics()) > 0;
    }

    /** Returns the smallest power of two so that at most {@link #STRIDES} strides reach the slot. */
    private static long stride(long lastSlot) {
        long stride = 1;
        while (lastSlot / stride > STRIDES) {
            stride *= 2;
        }
        return stride;
    }
}
