package io.jobledger.flink.recorded;

import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.live.FlinkAnswers;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.http.Routes;
import io.jobledger.http.ready.ReadyAnswer;
import io.jobledger.http.ready.ReadyAnswers;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/**
 * Reads about one job, whoever has to be asked: the engine while the job lives there, the ledger from the moment that it
 * is sealed. A reader cannot tell the two apart.
 */
@Singleton
public final class JobDocuments implements ReadyAnswers {
    private static final String JOBS = "/jobs/";

    private final FlinkRecordedJobs recorded;
    private final LiveJobs jobs;
    private final FlinkLive live;
    private final ExecutorService blocking;
    private final PreRoutingReads unrouted;

    JobDocuments(
            FlinkRecordedJobs recorded,
            PreRoutingReads unrouted,
            LiveJobs jobs,
            FlinkLive live,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.recorded = recorded;
        this.unrouted = unrouted;
        this.jobs = jobs;
        this.live = live;
        this.blocking = blocking;
    }

    /** Of those that {@link #document} would give from the cache. */
    @Override
    @Nullable
    public ReadyAnswer to(String target) {
        FlinkRecordedJobs.Ready ready = recorded.ready(target);
        return ready == null || ready.document().status() != 200 || jobs.live(ready.jobId()) ? null : ready.answer();
    }

    /** Of those that {@link #document} would read in the ledger. */
    @Override
    @Nullable
    public CompletionStage<ReadyAnswer> soon(String target) {
        PreRoutingReads.Target parsed = PreRoutingReads.Target.parse(target);
        return parsed == null || jobs.live(parsed.jobId()) ? null : unrouted.read(parsed);
    }

    /** Answers a GET at or below {@code /jobs/:jobid} whose answer is a document of the job. */
    public CompletionStage<HttpResponse<?>> document(String jobid, HttpRequest<?> request) {
        return document(jobid, request, FlinkLive.target(request), below(request));
    }

    /** Answers a GET for the job itself, whatever its path. */
    public CompletionStage<HttpResponse<?>> job(String jobid, HttpRequest<?> request) {
        return document(jobid, request, JOBS + jobid, "");
    }

    private CompletionStage<HttpResponse<?>> document(
            String jobid, HttpRequest<?> request, String target, String below) {
        String jobId = FlinkIds.hex("jobid", jobid);
        if (jobs.live(jobId)) {
            return live.read(target)
                    .thenCompose(answer -> answer.status() == 404
                            ? unknown(jobId, request, target, below, answer)
                            : CompletableFuture.completedFuture(FlinkLive.response(answer)));
        }
        FlinkRecordedJobs.Ready ready = recorded.ready(FlinkLive.target(request));
        return ready != null
                ? CompletableFuture.completedFuture(response(ready.document()))
                : fromLedger(jobId, request, target, below);
    }

    /**
     * Answers a GET for what the engine has only as long as it knows the job, finished or not. The ledger's empty shape is
     * for jobs that only the ledger knows, and for what the engine has no more of one that ended.
     */
    public CompletionStage<HttpResponse<?>> transientState(String jobid, HttpRequest<?> request) {
        String jobId = FlinkIds.hex("jobid", jobid);
        if (jobs.live(jobId)) {
            return live.read(request);
        }
        String target = FlinkLive.target(request);
        if (!jobs.known(jobId)) {
            return fromLedger(jobId, request, target, below(request));
        }
        return live.read(request)
                .thenCompose(answer -> isGone(answer.code())
                        ? fromLedger(jobId, request, target, below(request))
                        : CompletableFuture.completedFuture(answer));
    }

    /** The engine's 404 for a job that it has just forgotten, and its 500 for the requirements of one that ended. */
    private static boolean isGone(int status) {
        return status == 404 || status == 500;
    }

    /** What the engine does not know, or no longer: the job may have been sealed, or its engine killed, meanwhile. */
    private CompletionStage<HttpResponse<?>> unknown(
            String jobId, HttpRequest<?> request, String target, String below, EngineAnswer answer) {
        return jobs.live(jobId) ? formerAttempt(jobId, below, answer) : fromLedger(jobId, request, target, below);
    }

    /** An attempt that the engine has forgotten, although the job runs: under the adaptive scheduler all but the last. */
    private CompletionStage<HttpResponse<?>> formerAttempt(String jobId, String below, EngineAnswer unknown) {
        return CompletableFuture.supplyAsync(
                () -> recorded.attempt(jobId, below)
                        .<HttpResponse<?>>map(JobDocuments::response)
                        .orElseGet(() -> FlinkLive.response(unknown)),
                blocking);
    }

    /** The path below the job. */
    private static String below(HttpRequest<?> request) {
        String path = request.getUri().getRawPath();
        int slash = path.indexOf('/', JOBS.length());
        return slash < 0 ? "" : path.substring(slash);
    }

    private CompletionStage<HttpResponse<?>> fromLedger(
            String jobId, HttpRequest<?> request, String target, String below) {
        return CompletableFuture.supplyAsync(
                        () -> recorded.answer(
                                jobId,
                                below,
                                request.getParameters()::get,
                                FlinkLive.target(request),
                                Routes.template(request)),
                        blocking)
                .thenCompose(answer -> answer == null
                        ? live.read(target).thenApply(FlinkLive::response)
                        : CompletableFuture.completedFuture(response(answer)));
    }

    private static HttpResponse<?> response(Document document) {
        return FlinkAnswers.json(document.status(), document.body());
    }
}
