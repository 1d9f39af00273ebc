package io.jobledger.flink.live;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.FlinkStates;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.JobSnapshotBuilder;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Recorded;
import io.jobledger.ledger.StateChange;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the end of a job before the first client is told of it. Otherwise an engine that is killed right after its
 * answer would leave a run that history calls {@code SUSPENDED}.
 *
 * <p>Only the row of the run and its last state are written; the recorder writes the rest. An answer whose end cannot be
 * recorded becomes 503. Answers about running jobs, and later answers about ended ones, wait for nothing.
 */
public final class ToldEnds {
    private static final Logger LOG = LoggerFactory.getLogger(ToldEnds.class);

    /** How often the engine is asked for a listing that has the end. The first one may be older than the answer. */
    private static final int LISTINGS = 3;

    private final LiveJobs jobs;
    private final Ledger ledger;
    private final EngineCluster cluster;
    private final Json json;
    private final Clock clock;
    private final ExecutorService blocking;

    /** Ends that are being recorded, by job id. */
    private final Map<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

    public ToldEnds(
            LiveJobs jobs, Ledger ledger, EngineCluster cluster, Json json, Clock clock, ExecutorService blocking) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Returns the engine's answer about a job, once an end that it tells is on record.
     *
     * @param route the template of the request's path
     */
    public CompletionStage<EngineAnswer> recorded(String jobId, String route, EngineAnswer answer) {
        if (answer.status() != 200 || !AnsweredState.isToldAt(route) || jobs.isEndRecorded(jobId)) {
            return CompletableFuture.completedFuture(answer);
        }
        String state = AnsweredState.end(answer.body());
        return state == null
                ? CompletableFuture.completedFuture(answer)
                : recorded(jobId, state).thenApply(done -> answer);
    }

    /** Completes once the end of the job, if it has ended, is on record: for answers that tell it in words. */
    public CompletionStage<Void> recorded(String jobId) {
        return jobs.isEndRecorded(jobId)
                ? CompletableFuture.completedFuture(null)
                : listing(jobId)
                        .thenAcceptAsync(
                                listing -> {
                                    ListedJob job = listing.jobs().get(jobId);
                                    record(job == null ? List.of() : List.of(job));
                                },
                                blocking);
    }

    private CompletionStage<Void> recorded(String jobId, String state) {
        CompletableFuture<Void> recording = new CompletableFuture<>();
        CompletableFuture<Void> other = underWay.putIfAbsent(jobId, recording);
        if (other != null) {
            return other;
        }
        listed(jobId, state, LISTINGS)
                .thenAcceptAsync(job -> record(List.of(job)), blocking)
                .whenComplete((done, error) -> {
                    underWay.remove(jobId);
                    if (error == null) {
                        recording.complete(null);
                    } else {
                        recording.completeExceptionally(EngineCalls.cause(error));
                    }
                });
        return recording;
    }

    /** Returns the engine's entry of an ended job. Only a list has the times of the run in every case. */
    private CompletionStage<ListedJob> listed(String jobId, String state, int times) {
        return listing(jobId).thenCompose(listing -> {
            ListedJob job = listing.jobs().get(jobId);
            if (job == null) {
                throw ApiException.unavailable(
                        "The Flink cluster no longer knows job " + jobId + '.', EngineCalls.RETRY_AFTER);
            }
            if (FlinkStates.isFinal(job.state())) {
                return CompletableFuture.completedFuture(job);
            }
            return times > 1
                    ? listed(jobId, state, times - 1)
                    : CompletableFuture.completedFuture(job.ended(state, clock.millis()));
        });
    }

    private CompletionStage<Listing> listing(String jobId) {
        return jobs.ask().exceptionally(error -> {
            throw ApiException.unavailable(
                    "The Flink cluster went away before the end of job " + jobId + " was recorded.",
                    EngineCalls.RETRY_AFTER);
        });
    }

    /**
     * Records the ends of those jobs that have ended, and whose end is not on record. Blocks.
     *
     * @throws RuntimeException if the database is away
     */
    void record(Collection<ListedJob> listed) {
        List<ListedJob> ended = listed.stream()
                .filter(job -> FlinkStates.isFinal(job.state()) && !jobs.isRecorded(job))
                .toList();
        if (ended.isEmpty()) {
            return;
        }
        Map<String, List<JobRun>> runs = ledger.runs(
                cluster.kind(),
                cluster.name(),
                ended.stream().map(ListedJob::jobId).toList());
        List<JobSnapshot> ends = new ArrayList<>();
        for (ListedJob job : ended) {
            JobRun run = runs.getOrDefault(job.jobId(), List.of()).stream()
                    .filter(known -> known.startTime() == job.startTime())
                    .findFirst()
                    .orElse(null);
            if (run == null || run.closure() == Closure.LOST || !FlinkStates.isFinal(run.state())) {
                ends.add(end(job, run));
            }
        }
        for (Recorded end : ledger.recordAll(ends.stream())) {
            if (end.failure() != null) {
                // It would be refused for ever, and no list could be answered.
                LOG.warn(
                        "The end of a job cannot be recorded: {}", end.failure().toString());
            }
        }
        ended.forEach(job -> jobs.recorded(job, job.state()));
    }

    private JobSnapshot end(ListedJob job, @Nullable JobRun known) {
        Long end = Json.time(job.entry(), "end-time");
        long time = end == null ? clock.millis() : end;
        JobSnapshotBuilder snapshot = JobSnapshot.builder(cluster.job(job.jobId()))
                .name(job.name())
                .state(job.state())
                .startTime(job.startTime())
                .endTime(time)
                .observedAt(clock.millis())
                .summary(json.writeText(job.entry()))
                .states(List.of(new StateChange(job.state(), time)));
        if (known == null) {
            JsonNode sparse = SparseJob.of(job, clock.millis());
            snapshot.documents(List.of(new Document("", 200, json.write(sparse))));
        }
        return snapshot.build();
    }
}
