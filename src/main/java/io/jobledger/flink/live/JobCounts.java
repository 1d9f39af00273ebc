package io.jobledger.flink.live;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.FlinkStates;
import io.jobledger.ledger.Ledger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Counts jobs by final state: all recorded ones, and those that the engine lists and the ledger lacks. */
final class JobCounts {
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final LiveJobs live;
    private final ToldEnds ends;
    private final Ledger ledger;
    private final EngineCluster cluster;
    private final ExecutorService blocking;

    private Counting counting;

    JobCounts(LiveJobs live, ToldEnds ends, Ledger ledger, EngineCluster cluster, ExecutorService blocking) {
        this.live = live;
        this.ends = ends;
        this.ledger = ledger;
        this.cluster = cluster;
        this.blocking = blocking;
    }

    /** Returns the counts by final state, without states of no job. They are at most 1 s old. */
    CompletionStage<Map<String, Long>> byState() {
        return live.fresh().thenCompose(this::byState);
    }

    private synchronized CompletionStage<Map<String, Long>> byState(Listing listing) {
        if (counting == null || counting.listing() != listing || counting.isOver(live.recordings())) {
            counting = new Counting(
                    listing,
                    live.recordings(),
                    System.nanoTime(),
                    CompletableFuture.supplyAsync(() -> count(listing), blocking));
        }
        return counting.counts();
    }

    private Map<String, Long> count(Listing listing) {
        ends.record(listing.jobs().values());
        while (true) {
            long recordings = live.recordings();
            Map<String, Long> counts = new HashMap<>(ledger.countByState(cluster.kind(), cluster.name()));
            for (ListedJob job : listing.jobs().values()) {
                if (FlinkStates.isFinal(job.state()) && !live.isRecorded(job)) {
                    counts.merge(job.state(), 1L, Long::sum);
                }
            }
            if (recordings == live.recordings()) {
                return counts;
            }
            // A job was recorded meanwhile: it may have been counted twice, or not at all.
        }
    }

    private record Counting(Listing listing, long recordings, long at, CompletableFuture<Map<String, Long>> counts) {
        boolean isOver(long now) {
            return now != recordings || counts.isCompletedExceptionally() || System.nanoTime() - at > KEPT.toNanos();
        }
    }
}
