package io.jobledger.flink.operation;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.OperationJournal;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Asks the engine for changes, each noted in the journal before the engine hears of it and before the client gets the answer. */
public final class FlinkOperations {
    private final FlinkLive live;
    private final LiveJobs jobs;
    private final OperationLog log;
    private final OperationJournal journal;
    private final Json json;

    public FlinkOperations(EngineCluster cluster, FlinkLive live, LiveJobs jobs, OperationLog log, Json json) {
        this.live = live;
        this.jobs = jobs;
        this.log = log;
        this.journal = cluster.operations();
        this.json = json;
    }

    /**
     * Passes a request on as it came.
     *
     * @param jobId the job that it is about, null for none
     */
    public CompletionStage<HttpResponse<?>> pass(OperationKind kind, @Nullable String jobId, HttpRequest<?> request) {
        ClientRequest asked = ClientRequest.by(request);
        String target = FlinkLive.target(request);
        return FlinkLive.body(request)
                .thenCompose(body -> ask(
                        kind,
                        jobId,
                        asked.with(body),
                        () -> live.call(request.getMethod(), target, FlinkLive.contentType(request), body)))
                .thenApply(FlinkLive::response);
    }

    /** Notes what is asked, lets {@code call} ask the engine, and notes its answer. */
    public CompletionStage<EngineAnswer> ask(
            OperationKind kind,
            @Nullable String jobId,
            ClientRequest asked,
            Supplier<CompletionStage<EngineAnswer>> call) {
        return ask(kind, jobId, asked, id -> call.get(), Function.identity());
    }

    /**
     * As above, for a call that needs the operation's id, or whose answer is more than the engine's.
     *
     * @param heard what of the answer is the engine's
     */
    <T> CompletionStage<T> ask(
            OperationKind kind,
            @Nullable String jobId,
            ClientRequest asked,
            LongFunction<CompletionStage<T>> call,
            Function<T, EngineAnswer> heard) {
        return journal.ask(
                new OperationJournal.Request(kind, jobId, asked.from(), asked.noted()),
                call,
                new OperationJournal.Outcome<T>() {
                    @Override
                    public void answered(long id, T answer) {
                        FlinkOperations.this.answered(id, kind, heard.apply(answer));
                    }

                    @Override
                    public void failed(long id, Throwable error) {
                        FlinkOperations.this.failed(id, kind, error);
                    }

                    @Override
                    public void noted() {
                        jobs.changed();
                    }
                });
    }

    private void answered(long id, OperationKind kind, EngineAnswer answer) {
        if (answer.ok()) {
            String job = job(kind, answer);
            if (job != null) {
                jobs.submitted(job);
                log.made(id, job);
            }
            String triggerId =
                    AsyncOperations.isPolled(kind) ? Json.text(json.read(answer.body()), "request-id") : null;
            if (triggerId != null && log.triggered(id, triggerId)) {
                return;
            }
        }
        finish(id, answer.ok() ? OperationStatus.COMPLETED : OperationStatus.FAILED, answer.status(), answer.body());
    }

    /** The job that the engine made of a program. */
    @Nullable
    private String job(OperationKind kind, EngineAnswer answer) {
        return switch (kind) {
            case RUN -> Json.text(json.read(answer.body()), "jobid");
            case SUBMIT -> {
                String url = Json.text(json.read(answer.body()), "jobUrl");
                yield url == null ? null : url.substring(url.lastIndexOf('/') + 1);
            }
            default -> null;
        };
    }

    /**
     * An engine that was sent the request may have taken it although its answer did not come through. If that can be seen
     * from what it makes, it is left to {@link Triggers}, as if we had died ourselves.
     */
    private void failed(long id, OperationKind kind, Throwable error) {
        if (!AsyncOperations.makesSavepoint(kind) || EngineCalls.neverSent(error)) {
            Integer status = error instanceof ApiException api
                    ? Integer.valueOf(api.status().getCode())
                    : null;
            finish(id, OperationStatus.FAILED, status, json.write(AsyncOperations.errors(error.getMessage())));
        }
    }

    /** Lists the operations in progress, oldest first, whose answer is not awaited here; no rescalings, which the engine knows nothing of. */
    List<Operation> inProgress() {
        return journal.unanswered().stream()
                .filter(operation -> operation.kind() != OperationKind.RESCALING)
                .toList();
    }

    /** Tells whether this process has begun the operation; another service in front of the cluster may have. */
    boolean begunHere(Operation operation) {
        return journal.begunHere(operation);
    }

    void finish(long id, OperationStatus status, @Nullable Integer httpStatus, byte[] body) {
        journal.finish(id, status, httpStatus, new String(body, StandardCharsets.UTF_8));
    }
}
