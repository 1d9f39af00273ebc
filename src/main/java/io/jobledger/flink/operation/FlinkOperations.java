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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Asks the engine for changes. The journal has each before the engine gets it, and its answer before the client. */
public final class FlinkOperations {
    private static final int TARGET_SECONDS = 10;

    private final FlinkLive live;
    private final LiveJobs jobs;
    private final OperationLog log;
    private final OperationJournal journal;
    private final SavepointTargets targets;
    private final Json json;
    private final Executor blocking;

    public FlinkOperations(
            EngineCluster cluster,
            FlinkLive live,
            LiveJobs jobs,
            OperationLog log,
            SavepointTargets targets,
            Json json,
            Executor blocking) {
        this.live = live;
        this.jobs = jobs;
        this.log = log;
        this.journal = cluster.operations();
        this.targets = targets;
        this.json = json;
        this.blocking = blocking;
    }

    /**
     * Passes a request on unchanged.
     *
     * @param jobId the job to change, null for none
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

    /** Records the request, lets {@code call} ask the engine, and records the answer. */
    public CompletionStage<EngineAnswer> ask(
            OperationKind kind,
            @Nullable String jobId,
            ClientRequest asked,
            Supplier<CompletionStage<EngineAnswer>> call) {
        return ask(kind, jobId, asked, id -> call.get(), Function.identity());
    }

    /**
     * Does the same for a call that needs the operation's id, or has a wider answer than the engine's.
     *
     * @param heard extracts the engine's answer
     */
    <T> CompletionStage<T> ask(
            OperationKind kind,
            @Nullable String jobId,
            ClientRequest asked,
            LongFunction<CompletionStage<T>> call,
            Function<T, EngineAnswer> heard) {
        OperationJournal.Outcome<T> outcome = new OperationJournal.Outcome<T>() {
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
        };
        OperationJournal.Request request = new OperationJournal.Request(kind, jobId, asked.from(), asked.noted());
        return AsyncOperations.makesSavepoint(kind)
                ? checked(asked.body()).thenCompose(fine -> journal.ask(request, call, outcome))
                : journal.ask(request, call, outcome);
    }

    /** Checks the target of a savepoint. It may lie on a mount that does not answer. */
    private CompletionStage<Void> checked(byte[] body) {
        return CompletableFuture.runAsync(() -> targets.check(body, json), blocking)
                .orTimeout(TARGET_SECONDS, TimeUnit.SECONDS)
                .exceptionally(error -> {
                    Throwable cause = EngineCalls.cause(error);
                    throw cause instanceof TimeoutException
                            ? ApiException.badRequest(
                                    "The target directory did not answer within " + TARGET_SECONDS + " s.")
                            : (RuntimeException) cause;
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

    /** Returns the id of the job that the engine made of a program; null for none. */
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
     * Fails an operation. The engine may have accepted a request although its answer was lost. If that can leave a
     * savepoint, {@link Triggers} settles the operation, as after a crash of the service.
     */
    private void failed(long id, OperationKind kind, Throwable error) {
        if (!AsyncOperations.makesSavepoint(kind) || EngineCalls.neverSent(error)) {
            Integer status = error instanceof ApiException api
                    ? Integer.valueOf(api.status().getCode())
                    : null;
            finish(id, OperationStatus.FAILED, status, json.write(AsyncOperations.errors(error.getMessage())));
        }
    }

    /** Lists the operations in progress, oldest first, whose answer is not awaited here, without rescalings. */
    List<Operation> inProgress() {
        return journal.unanswered().stream()
                .filter(operation -> operation.kind() != OperationKind.RESCALING)
                .toList();
    }

    /** Returns true if this process has begun the operation. Another service on the same cluster may have. */
    boolean begunHere(Operation operation) {
        return journal.begunHere(operation);
    }

    /** Ends an operation, and records its answer. {@code httpStatus} is null without an HTTP answer. */
    void finish(long id, OperationStatus status, @Nullable Integer httpStatus, byte[] body) {
        journal.finish(id, status, httpStatus, new String(body, StandardCharsets.UTF_8));
    }
}
