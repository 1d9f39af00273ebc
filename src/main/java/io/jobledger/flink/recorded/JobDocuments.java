package io.jobledger.flink.recorded;

import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.live.FlinkAnswers;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.flink.live.ToldEnds;
import io.jobledger.http.Answers;
import io.jobledger.http.ready.ReadyAnswer;
import io.jobledger.http.ready.ReadyAnswers;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/**
 * Decides whether the engine or the ledger answers a GET of Flink's API. The engine answers about a job while the job
 * runs there, the ledger from its seal on. A reader cannot tell the two apart.
 */
public final class JobDocuments implements Answers, ReadyAnswers, AutoCloseable {
    private final FlinkRecordedJobs recorded;
    private final LiveJobs jobs;
    private final FlinkLive live;
    private final ToldEnds ends;
    private final ExecutorService blocking;
    private final PreRoutingReads preRouting;

    public JobDocuments(
            FlinkRecordedJobs recorded, LiveJobs jobs, FlinkLive live, ToldEnds ends, ExecutorService blocking) {
        this.recorded = recorded;
        this.preRouting = new PreRoutingReads(recorded);
        this.jobs = jobs;
        this.live = live;
        this.ends = ends;
        this.blocking = blocking;
    }

    @Override
    public CompletionStage<HttpResponse<?>> engine(HttpRequest<?> request) {
        return live.read(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> raw(HttpRequest<?> request) {
        return live.pass(request);
    }

    /** Answers a GET at or below {@code /jobs/:jobid}: with a document, or with the state of a live job. */
    @Override
    public CompletionStage<HttpResponse<?>> either(HttpRequest<?> request) {
        JobRead read = JobRead.of(request);
        return JobPath.emptyShape(read.route()) == null ? document(read, read.target()) : transientState(read);
    }

    /** Answers a GET for the job itself at another path than its own. */
    public CompletionStage<HttpResponse<?>> job(HttpRequest<?> request) {
        JobRead read = JobRead.of(request, "");
        return document(read, JobRead.JOBS + read.jobId());
    }

    /** Returns the answer that {@link #either} would give from the cache. */
    @Override
    @Nullable
    public ReadyAnswer to(String target) {
        DocumentCache.Ready ready = recorded.ready(target);
        return ready == null || ready.document().status() != 200 || jobs.live(ready.jobId()) ? null : ready.answer();
    }

    /** Returns the answer that {@link #either} would read in the ledger. */
    @Override
    @Nullable
    public CompletionStage<ReadyAnswer> soon(String target) {
        JobRead read = JobRead.plain(target);
        return read == null || jobs.live(read.jobId()) ? null : preRouting.read(read);
    }

    /** @param target of the engine's document */
    private CompletionStage<HttpResponse<?>> document(JobRead read, String target) {
        if (jobs.live(read.jobId())) {
            return fromEngine(read, target)
                    .thenCompose(answer -> answer.status() == 404
                            ? unknown(read, target, answer)
                            : CompletableFuture.completedFuture(FlinkLive.response(answer)));
        }
        DocumentCache.Ready ready = recorded.ready(read.target());
        return ready != null ? CompletableFuture.completedFuture(response(ready.document())) : fromLedger(read, target);
    }

    /**
     * Answers a GET for state that the engine has only while it knows the job, ended or not. The ledger gives an empty
     * answer for jobs that only it knows. It does so too for an ended job's state that the engine has dropped.
     */
    private CompletionStage<HttpResponse<?>> transientState(JobRead read) {
        boolean running = jobs.live(read.jobId());
        if (!running && !jobs.known(read.jobId())) {
            return fromLedger(read, read.target());
        }
        return live.read(read.target())
                .thenCompose(answer -> !running && isGone(answer.status())
                        ? fromLedger(read, read.target())
                        : CompletableFuture.completedFuture(FlinkLive.response(answer)));
    }

    /** Returns true for 404 (a job just forgotten) and 500 (the requirements of an ended job). */
    private static boolean isGone(int status) {
        return status == 404 || status == 500;
    }

    /**
     * Answers after the engine's 404. A running job's attempt may be forgotten: under the adaptive scheduler all except
     * the last are. Any other job was sealed, or its engine killed, since the engine was asked.
     */
    private CompletionStage<HttpResponse<?>> unknown(JobRead read, String target, EngineAnswer unknown) {
        return jobs.live(read.jobId())
                ? CompletableFuture.supplyAsync(
                        () -> recorded.attempt(read)
                                .<HttpResponse<?>>map(JobDocuments::response)
                                .orElseGet(() -> FlinkLive.response(unknown)),
                        blocking)
                : fromLedger(read, target);
    }

    /** Asks the engine. An end of the job is on record before this completes. */
    private CompletionStage<EngineAnswer> fromEngine(JobRead read, String target) {
        return live.read(target).thenCompose(answer -> ends.recorded(read.jobId(), read.route(), answer));
    }

    /** Asks the ledger, then the engine about a job that the ledger does not know. */
    private CompletionStage<HttpResponse<?>> fromLedger(JobRead read, String target) {
        return CompletableFuture.supplyAsync(() -> recorded.answer(read), blocking)
                .thenCompose(answer -> answer == null
                        ? fromEngine(read, target).thenApply(FlinkLive::response)
                        : CompletableFuture.completedFuture(response(answer)));
    }

    private static HttpResponse<?> response(Document document) {
        return FlinkAnswers.json(document.status(), document.body());
    }

    /** Ends the threads that read before the routing. */
    @Override
    public void close() {
        preRouting.close();
    }
}
