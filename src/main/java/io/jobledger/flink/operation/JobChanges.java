package io.jobledger.flink.operation;

import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.live.FlinkAnswers;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.flink.live.ToldEnds;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Serves requests that change jobs, and whose clients ask for no outcome. */
public record JobChanges(FlinkLive live, LiveJobs jobs, ToldEnds ends, JobExistence known, FlinkOperations operations) {
    private static final byte[] NO_BODY = new byte[0];
    private static final byte[] STOP = "{\"drain\":false}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ACCEPTED = "{}".getBytes(StandardCharsets.UTF_8);

    /** Serves {@code POST /jobs}: streams the serialised graph and its jars to the engine unchanged. */
    public CompletionStage<HttpResponse<?>> submit(HttpRequest<?> request) {
        return operations.ask(
                OperationKind.SUBMIT,
                null,
                ClientRequest.by(request),
                id -> live.pass(request),
                response -> new EngineAnswer(
                        response.code(), null, response.getBody(byte[].class).orElse(NO_BODY)));
    }

    /** Cancels a job: by PATCH, by the GETs for clients without PATCH, or by the former DELETE. */
    public CompletionStage<HttpResponse<?>> cancel(String jobid, HttpRequest<?> request) {
        String jobId = FlinkIds.hex("jobid", jobid);
        return cancelled(jobId, request)
                // The engine's refusal says how the job has ended.
                .thenCompose(answer -> answer.code() == HttpStatus.CONFLICT.getCode()
                        ? ends.recorded(jobId).thenApply(recorded -> answer)
                        : CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<HttpResponse<?>> cancelled(String jobId, HttpRequest<?> request) {
        return request.getMethod() == HttpMethod.DELETE
                ? operations
                        .ask(
                                OperationKind.CANCEL,
                                jobId,
                                ClientRequest.by(request),
                                () -> live.call(HttpMethod.PATCH, "/jobs/" + jobId + "?mode=cancel", null, NO_BODY))
                        .thenApply(FlinkLive::response)
                : operations.pass(OperationKind.CANCEL, jobId, request);
    }

    /** Serves {@code PATCH /jobs/:jobid}. The engine itself has only the mode to cancel. */
    public CompletionStage<HttpResponse<?>> terminate(String jobid, @Nullable String mode, HttpRequest<?> request) {
        return "stop".equalsIgnoreCase(mode) ? stop(jobid, request) : cancel(jobid, request);
    }

    /** Stops a job with a savepoint, and tracks it as any stop. The former calls have no answer for the outcome. */
    public CompletionStage<HttpResponse<?>> stop(String jobid, HttpRequest<?> request) {
        String jobId = FlinkIds.hex("jobid", jobid);
        ClientRequest asked = ClientRequest.by(request).with(STOP);
        return known.require(jobId)
                .thenCompose(there -> operations.ask(
                        OperationKind.STOP,
                        jobId,
                        asked,
                        () -> live.call(HttpMethod.POST, "/jobs/" + jobId + "/stop", null, STOP)))
                .thenApply(answer -> answer.ok() ? FlinkAnswers.json(202, ACCEPTED) : FlinkLive.response(answer));
    }

    /** Passes on any other change of a running job. */
    public CompletionStage<HttpResponse<?>> change(String jobid, HttpRequest<?> request) {
        FlinkIds.hex("jobid", jobid);
        return live.call(request).thenApply(answer -> {
            jobs.changed();
            return FlinkLive.response(answer);
        });
    }
}
