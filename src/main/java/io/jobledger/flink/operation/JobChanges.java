package io.jobledger.flink.operation;

import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.Json;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.ledger.OperationKind;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Requests that change jobs and are done with the engine's answer: passed on, and noted. */
@Singleton
public final class JobChanges {
    private static final byte[] STREAMED = new byte[0];

    private final FlinkLive live;
    private final LiveJobs jobs;
    private final Triggers triggers;
    private final Json json;
    private final ExecutorService blocking;

    JobChanges(
            FlinkLive live,
            LiveJobs jobs,
            Triggers triggers,
            Json json,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.live = live;
        this.jobs = jobs;
        this.triggers = triggers;
        this.json = json;
        this.blocking = blocking;
    }

    /** {@code POST /jobs}: the serialised graph and its jars are streamed to the engine untouched. */
    public CompletionStage<HttpResponse<?>> submit(HttpRequest<?> request) {
        Asked asked = Asked.by(request);
        return live.pass(request)
                .thenApplyAsync(
                        response -> {
                            byte[] answer = response.getBody(byte[].class).orElse(STREAMED);
                            String jobId = response.code() / 100 == 2 ? submittedJob(answer) : null;
                            jobs.submitted(jobId);
                            triggers.note(OperationKind.SUBMIT, jobId, asked, STREAMED, response.code(), answer);
                            return response;
                        },
                        blocking);
    }

    /** The id at the end of the answer's {@code jobUrl}. */
    @Nullable
    private String submittedJob(byte[] answer) {
        String url = Json.text(json.read(answer), "jobUrl");
        return url == null ? null : url.substring(url.lastIndexOf('/') + 1);
    }

    /** Ends a job, by PATCH or by the calls of those who can only GET. */
    public CompletionStage<HttpResponse<?>> cancel(String jobid, HttpRequest<?> request) {
        String jobId = FlinkIds.hex("jobid", jobid);
        Asked asked = Asked.by(request);
        return FlinkLive.body(request)
                .thenCompose(body -> live.call(
                                request.getMethod(), FlinkLive.target(request), FlinkLive.contentType(request), body)
                        .thenApplyAsync(
                                answer -> {
                                    triggers.note(
                                            OperationKind.CANCEL, jobId, asked, body, answer.status(), answer.body());
                                    return FlinkLive.response(answer);
                                },
                                blocking));
    }

    /** Any other change of a job that runs. */
    public CompletionStage<HttpResponse<?>> change(String jobid, HttpRequest<?> request) {
        FlinkIds.hex("jobid", jobid);
        return live.call(request).thenApply(answer -> {
            jobs.changed();
            return FlinkLive.response(answer);
        });
    }
}
