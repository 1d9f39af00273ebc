package io.jobledger.seatunnel.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.seatunnel.JobDocument;
import java.util.List;
import java.util.Optional;

/**
 * Records the end of a job before the first client is told of it. Otherwise an engine that is killed right after its
 * answer would leave a run that history calls {@code UNKNOWABLE}. Safe for several threads.
 */
public final class SeaTunnelEnds {
    private final Ledger ledger;
    private final EngineCluster cluster;
    private final SeaTunnelSnapshots snapshots;
    private final EngineTimes times;

    SeaTunnelEnds(Ledger ledger, EngineCluster cluster, SeaTunnelSnapshots snapshots, EngineTimes times) {
        this.ledger = ledger;
        this.cluster = cluster;
        this.snapshots = snapshots;
        this.times = times;
    }

    /**
     * Records the end that a document tells, unless it is on record. Does nothing for a job that has not ended, or
     * that cannot be recorded. Blocks.
     *
     * @throws RuntimeException if the database is away
     */
    public void record(JobDocument told) {
        Long startTime = times.millis(told.createTime());
        if (!told.hasEnded() || told.jobId() == null || startTime == null) {
            return;
        }
        Optional<JobRun> run = ledger.runs(cluster.job(told.jobId())).stream()
                .filter(known -> known.startTime() == startTime)
                .findFirst();
        if (run.filter(SeaTunnelEnds::hasEnded).isEmpty()) {
            List<Document> known =
                    run.map(found -> ledger.documents(found.id())).orElse(List.of());
            ledger.record(snapshots.told(told, startTime, known));
        }
    }

    private static boolean hasEnded(JobRun run) {
        return run.endTime() != null && run.closure() != Closure.LOST;
    }
}
